// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, bytes 0-0/10",
        "bytes=0-9, bytes 0-9/10",
        "bytes=2-4, bytes 2-4/10",
        "bytes=2-, bytes 2-9/10",
        "bytes=8-99, bytes 8-9/10",
        "bytes=0-999999999999999999, bytes 0-9/10",
        "bytes=-3, bytes 7-9/10",
        "bytes=-99, bytes 0-9/10",
        "bytes=10-, bytes */10",
        "bytes=10-11, bytes */10",
        "bytes=-0, bytes */10",
    })
    void onePartIsUnderstood(String header, String part) {
        assertThat(ByteRange.parse(header, 10)).map(range -> range.of(10)).contains(part);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=-",
        "bytes=4-2",
        "'bytes=0-1,3-4'",
        "items=0-1",
        "bytes=a-b",
        "bytes=-1-2",
        "bytes=0-9999999999999999999"
    })
    void anythingElseAsksForAllBytes(String header) {
        assertThat(ByteRange.parse(header, 10)).isEmpty();
    }
}
