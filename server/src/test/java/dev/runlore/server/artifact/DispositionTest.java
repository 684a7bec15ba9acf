// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.ArtifactPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispositionTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "outputs/model.pkl | attachment; filename=\"model.pkl\"; filename*=UTF-8''model.pkl",
                "a b.txt | attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt",
                "x\"; filename=evil.exe | attachment; filename=\"x__ filename=evil.exe\"; filename*=UTF-8''x%22%3B%20filename%3Devil.exe",
                "模型é.pt | attachment; filename=\"___.pt\"; filename*=UTF-8''%E6%A8%A1%E5%9E%8B%C3%A9.pt",
                "%2e%2e%2fx | attachment; filename=\"_2e_2e_2fx\"; filename*=UTF-8''%252e%252e%252fx",
                "x/it's.txt | attachment; filename=\"it's.txt\"; filename*=UTF-8''it%27s.txt",
            })
    void theNameIsTheLastSegmentAndCannotLeaveItsQuotes(String path, String header) {
        assertThat(Disposition.attachment(new ArtifactPath(path))).isEqualTo(header);
    }
}
