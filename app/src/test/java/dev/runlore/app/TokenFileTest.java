// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    @TempDir
    private Path folder;

    @Test
    void aTokenHas256BitsAndACheckSumAndOnlyItsOwnerReadsIt() throws IOException {
        Path file = folder.resolve("token");
        String token = TokenFile.readOrCreate(file);
        assertThat(token).matches("rl_[A-Za-z0-9_-]{43}[0-9a-f]{8}");
        CRC32 sum = new CRC32();
        sum.update(token.substring(3, 46).getBytes(StandardCharsets.US_ASCII));
        assertThat(token.substring(46)).isEqualTo(HexFormat.of().toHexDigits((int) sum.getValue()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theTokenStaysOverStartsAndDiffersBetweenFolders() throws IOException {
        String token = TokenFile.readOrCreate(folder.resolve("token"));
        assertThat(TokenFile.readOrCreate(folder.resolve("token"))).isEqualTo(token);
        assertThat(TokenFile.readOrCreate(folder.resolve("other"))).isNotEqualTo(token);
    }

    @Test
    void aTokenThatCouldBeGuessedIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "secret\n");
        assertThatThrownBy(() -> TokenFile.readOrCreate(file))
                .hasMessageContaining("32 characters")
                .hasMessageContaining("6");
    }
}
