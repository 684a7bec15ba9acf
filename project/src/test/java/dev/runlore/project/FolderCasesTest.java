// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases that the Python SDK replays as well. */
class FolderCasesTest {
    private static final Path CASES = Path.of("../spec/examples/snapshot");

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("folders")
    void aFolderHasTheSnapshotThatTheCaseSays(String sentence, JsonNode expected) throws IOException {
        for (String list : List.of("kept", "left", "secrets", "unnameable")) {
            for (String path : texts(expected, list)) {
                write(path.endsWith("/") ? path + "inside" : path, "anything");
            }
        }
        expected.path("texts")
                .properties()
                .forEach(text -> write(text.getKey(), text.getValue().textValue()));
        expected.path("links")
                .properties()
                .forEach(link -> link(link.getKey(), link.getValue().textValue()));
        for (String name : List.of("amlignore", "gitignore")) {
            if (expected.has(name)) {
                write("." + name, expected.get(name).textValue());
            }
        }

        FolderSnapshot snapshot = FolderSnapshot.take(folder);

        assertThat(snapshot.manifest().files())
                .extracting(file -> file.path().value())
                .isEqualTo(texts(expected, "kept"));
        assertThat(snapshot.secrets()).isEqualTo(texts(expected, "secrets"));
        assertThat(snapshot.unnameable()).isEqualTo(texts(expected, "unnameable"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manifests")
    void aFolderHasTheManifestThatTheCaseSays(String sentence, JsonNode expected) throws IOException {
        for (JsonNode file : expected.get("files")) {
            Path written = write(file.get("path").textValue(), file.get("text").textValue());
            assertThat(written.toFile().setExecutable(file.path("executable").asBoolean()))
                    .isTrue();
        }

        FolderSnapshot snapshot = FolderSnapshot.take(folder);

        assertThat(snapshot.manifest().bytes())
                .asString()
                .isEqualTo(expected.get("manifest").textValue());
        assertThat(snapshot.manifest().id()).hasToString(expected.get("id").textValue());
    }

    static Stream<Arguments> folders() throws IOException {
        return Stream.concat(cases("ignore.json"), cases("left-out.json"));
    }

    static Stream<Arguments> manifests() throws IOException {
        return cases("manifests.json");
    }

    private static Stream<Arguments> cases(String file) throws IOException {
        JsonNode cases =
                new ObjectMapper().readTree(CASES.resolve(file).toFile()).get("cases");
        assertThat(cases).isNotEmpty();
        return cases.valueStream().map(one -> Arguments.of(one.get("case").textValue(), one));
    }

    private static List<String> texts(JsonNode one, String list) {
        List<String> texts = new ArrayList<>();
        one.path(list).forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private Path write(String path, String text) {
        return Folders.write(folder, path, text);
    }

    private void link(String path, String target) {
        try {
            Path link = folder.resolve(path);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, Path.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
