// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1073741824, 1.0 GiB",
        "5629499534213120, 5120.0 TiB"
    })
    void aNumberOfBytesIsSaidInTheUnitThatFits(long bytes, String text) {
        assertThat(Bytes.text(bytes)).isEqualTo(text);
    }
}
