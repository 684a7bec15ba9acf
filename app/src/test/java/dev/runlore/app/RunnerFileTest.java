// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerFileTest {
    @TempDir
    private Path root;

    @Test
    void theProductBringsItsRunner() throws IOException {
        Path runner = RunnerFile.install(DataFolder.open(root)).orElseThrow();

        try (ZipFile archive = new ZipFile(runner.toFile())) {
            assertThat(archive.getEntry("__main__.py")).isNotNull();
        }
    }

    @Test
    void eachVersionHasAFileThatNobodyChanges() throws IOException {
        DataFolder folder = DataFolder.open(root);
        Path first = RunnerFile.install(folder, new byte[] {1});
        Files.write(first, new byte[] {9});

        Path second = RunnerFile.install(folder, new byte[] {2});

        assertThat(RunnerFile.install(folder, new byte[] {1})).isEqualTo(first);
        assertThat(Files.readAllBytes(first)).containsExactly(9);
        assertThat(Files.readAllBytes(second)).containsExactly(2);
        assertThat(first).startsWith(root.toRealPath().resolve("jobs/.runner"));
        try (Stream<Path> files = Files.list(first.getParent())) {
            assertThat(files.toList()).isEqualTo(List.of(first));
        }
    }
}
