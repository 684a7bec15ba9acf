// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {
    private static final URI LINK = URI.create("http://127.0.0.1:5055/open?code=abc");

    @TempDir
    Path folder;

    @Test
    void theProgramGetsTheLinkAndNothingElse() throws IOException {
        Path told = folder.resolve("told");
        assertThat(browser("printf '%s\\n' \"$#\" \"$@\" >'" + told + "'").open(LINK))
                .isTrue();
        assertThat(told).hasContent("1\n" + LINK + "\n");
    }

    @Test
    void aProgramThatFailsOrIsNotThereOpensNothing() throws IOException {
        assertThat(browser("exit 3").open(LINK)).isFalse();
        assertThat(new Browser(folder.resolve("none").toString()).open(LINK)).isFalse();
    }

    @Test
    void everySystemHasItsProgram() {
        assertThat(Browser.ofSystem("Mac OS X").program()).isEqualTo("open");
        assertThat(Browser.ofSystem("Linux").program()).isEqualTo("xdg-open");
    }

    private Browser browser(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("browser"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new Browser(file.toString());
    }
}
