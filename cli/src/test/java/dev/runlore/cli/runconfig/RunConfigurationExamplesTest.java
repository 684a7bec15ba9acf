// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.ConfigurationTree;
import dev.runlore.sdk.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Replays {@code spec/examples/runconfig}. */
class RunConfigurationExamplesTest {
    private static final Path EXAMPLES = Path.of("../spec/examples/runconfig");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                for (Object one : casesOf(file)) {
                    Map<?, ?> example = (Map<?, ?>) one;
                    Path root = folder.resolve("case" + tests.size());
                    tests.add(DynamicTest.dynamicTest(
                            file.getFileName() + ": " + example.get("case"), () -> replay(example, root)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(40);
        return tests.stream();
    }

    private static List<?> casesOf(Path file) throws IOException {
        Map<?, ?> whole = (Map<?, ?>) Objects.requireNonNull(JsonTree.read(Files.newInputStream(file)));
        return (List<?>) Objects.requireNonNull(whole.get("cases"));
    }

    private static void replay(Map<?, ?> example, Path root) throws IOException {
        write(root, (Map<?, ?>) example.get("files"));
        List<?> refused = (List<?>) example.get("refused");
        if (refused != null) {
            Throwable refusal = catchThrowable(() -> read(example, root));
            assertThat(refusal).isInstanceOf(RunloreException.class);
            refused.forEach(part -> assertThat(refusal).hasMessageContaining((String) part));
            assertThat(refusal.getMessage()).doesNotContain("tok@");
            return;
        }
        ReadConfiguration read = read(example, root);
        assertThat(JsonTree.read(new ByteArrayInputStream(JsonTree.write(ConfigurationTree.of(read.configuration())))))
                .isEqualTo(example.get("configuration"));
        assertWarnings(read.warnings(), example.get("warnings") instanceof List<?> list ? list : List.of());
    }

    private static ReadConfiguration read(Map<?, ?> example, Path root) {
        String home = example.get("home") instanceof String text ? text : "/home/user";
        List<String> arguments = example.get("arguments") instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
        return new RunConfigurations(root, Path.of(home), Map.of())
                .read(text(example, "name"), new Asked(text(example, "script"), arguments));
    }

    private static Optional<String> text(Map<?, ?> example, String key) {
        return Optional.ofNullable((String) example.get(key));
    }

    private static void assertWarnings(List<String> warnings, List<?> parts) {
        assertThat(warnings).hasSameSizeAs(parts);
        parts.forEach(part -> assertThat(warnings).anyMatch(warning -> warning.contains((String) part)));
    }

    private static void write(Path root, @Nullable Map<?, ?> files) throws IOException {
        Files.createDirectories(root);
        for (Map.Entry<?, ?> file : Objects.requireNonNull(files).entrySet()) {
            Path path = root.resolve((String) file.getKey());
            Files.createDirectories(path.getParent());
            List<String> lines =
                    ((List<?>) file.getValue()).stream().map(String.class::cast).toList();
            Files.write(path, lines);
        }
    }

    @Test
    void anInterpreterWithoutAFolderIsTheFirstOnThePath() throws IOException {
        Path python = Files.createDirectories(folder.resolve("bin")).resolve("python3.12");
        Files.writeString(python, "#!/bin/sh\n");
        assertThat(python.toFile().setExecutable(true)).isTrue();
        write(
                folder.resolve("p"),
                Map.of(
                        "aml_config/local.runconfig", List.of("Framework: Python"),
                        "aml_config/local.compute",
                                List.of("pythonLocation: python3.12", "userManagedEnvironment: true")));
        Asked asked = new Asked(Optional.of("a.py"), List.of());
        RunConfigurations found =
                new RunConfigurations(folder.resolve("p"), folder, Map.of("PATH", "/nowhere:" + folder.resolve("bin")));
        assertThat(found.read(Optional.empty(), asked).configuration().interpreter())
                .contains(python.toString());
        Throwable refusal = catchThrowable(
                () -> new RunConfigurations(folder.resolve("p"), folder, Map.of()).read(Optional.empty(), asked));
        assertThat(refusal)
                .hasMessage("local.compute: pythonLocation must be an interpreter on the PATH, or its path, "
                        + "but is 'python3.12'; correct it");
    }
}
