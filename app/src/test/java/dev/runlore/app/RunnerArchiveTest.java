// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class RunnerArchiveTest {
    private static final Path PYTHON = Path.of("..", "python");

    @Test
    void theArchiveHoldsTheSourcesOfTheSdkAndOfTheCompatibilityPackage() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        read(expected, PYTHON.resolve("runner"));
        read(expected, PYTHON.resolve("runlore/src"));
        read(expected, PYTHON.resolve("azureml/src"));
        assertThat(entries()).isEqualTo(expected).containsKeys("__main__.py", "runlore/_runner/_main.py");
    }

    @Test
    void theSameSourcesGiveTheSameBytes() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(archive())) {
            String before = "";
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getName()).isGreaterThan(before);
                assertThat(entry.getTimeLocal().getYear()).isEqualTo(2026);
                assertThat(entry.getTimeLocal().getDayOfYear()).isEqualTo(1);
                before = entry.getName();
            }
            assertThat(before).startsWith("runlore/");
        }
    }

    private static InputStream archive() {
        InputStream archive = RunnerArchiveTest.class.getResourceAsStream("/runlore-runner.pyz");
        assertThat(archive).isNotNull();
        return archive;
    }

    private static Map<String, String> entries() throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(archive())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private static void read(Map<String, String> into, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".py")).toList()) {
                into.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
    }
}
