// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final String SUM = Sha256.of("a".getBytes(UTF_8)).hex();

    private static SnapshotFile file(String path) {
        return new SnapshotFile(new ArtifactPath(path), false, new Sha256(SUM), 1);
    }

    private static Manifest parse(String text) {
        return Manifest.parse(text.getBytes(UTF_8));
    }

    @Test
    void its_text_lists_the_files_by_the_bytes_of_their_paths_and_names_it() {
        Manifest manifest = new Manifest(List.of(
                file("\uD83D\uDE00.py"),
                file("\uFF5E.py"),
                new SnapshotFile(new ArtifactPath("b/run me.sh"), true, new Sha256(SUM), 12),
                file("B.py")));
        String text = "f " + SUM + " 1 B.py\nx " + SUM + " 12 b/run me.sh\nf " + SUM + " 1 \uFF5E.py\nf " + SUM
                + " 1 \uD83D\uDE00.py\n";
        assertThat(new String(manifest.bytes(), UTF_8)).isEqualTo(text);
        assertThat(manifest.id().value())
                .isEqualTo(Sha256.of(text.getBytes(UTF_8)).hex().substring(0, 40));
        assertThat(manifest.size()).isEqualTo(15);
        assertThat(parse(text)).isEqualTo(manifest);
    }

    @Test
    void an_empty_folder_has_a_manifest_without_a_line() {
        assertThat(new Manifest(List.of()).bytes()).isEmpty();
        assertThat(parse("").id().value()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4");
    }

    @ParameterizedTest
    @CsvSource({
        "a.py, a.py",
        "Model.py, model.py",
        "caf\u00e9, cafe\u0301",
        "a, a/b",
        "A, a/b",
        "d/x, D/y",
        "\u017F.py, s.py"
    })
    void files_that_meet_on_some_machine_are_refused(String one, String other) {
        assertThatThrownBy(() -> new Manifest(List.of(file(one), file(other))))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("a snapshot must not have both");
    }

    @ParameterizedTest
    @ValueSource(strings = {".git/hooks/post-checkout", "sub/.git/config", ".GIT/config", ".git"})
    void nothing_reaches_into_git(String path) {
        assertThatThrownBy(() -> new Manifest(List.of(file(path)))).hasMessageContaining("must not reach into .git");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "l SUM 1 a\n",
                "f SUM 1 a",
                "f SUM 01 a\n",
                "f SUM -1 a\n",
                "f SUM 9999999999999999999 a\n",
                "f short 1 a\n",
                "f SUM 1 ../a\n",
                "f SUM 1 /a\n",
                "f SUM 1 a\\b\n",
                "f SUM 1 \n",
                "\n",
                "f SUM 1 b\nf SUM 1 a\n",
                "f SUM 1 a\r\n"
            })
    void what_is_no_manifest_is_refused(String text) {
        assertThatThrownBy(() -> parse(text.replace("SUM", SUM)))
                .isInstanceOfSatisfying(
                        RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void more_bytes_than_the_limit_are_refused_also_when_their_sum_overflows() {
        SnapshotFile half = new SnapshotFile(new ArtifactPath("a"), false, new Sha256(SUM), Long.MAX_VALUE);
        SnapshotFile other = new SnapshotFile(new ArtifactPath("b"), false, new Sha256(SUM), Long.MAX_VALUE);
        assertThatThrownBy(() -> new Manifest(List.of(half, other)))
                .isInstanceOfSatisfying(
                        RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
    }
}
