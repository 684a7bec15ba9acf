// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outputs/model.pkl",
                "a",
                "..a/b..",
                "a;/b",
                "%2e%2e/canary",
                "%252e",
                "été/模型.pt",
                "a b",
                "CON",
                ".git/config",
                "C",
                "1:2",
                "ab:c"
            })
    void aRelativePathIsTakenAsItIs(String path) {
        assertThat(new ArtifactPath(path).value()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "..",
                "../x",
                "a/../b",
                "a/..",
                ".",
                "./a",
                "a/./b",
                "a//b",
                "a/",
                "\\",
                "a\\b",
                "..\\..\\secret",
                "C:",
                "C:\\x",
                "c:/x",
                "\\\\host\\share",
                "a\u0000.png",
                "a\nb",
                "a\r",
                "a\u007f",
                "\ud800"
            })
    void anythingElseIsRefusedWithTheRuleAndTheNextStep(String path) {
        assertThatThrownBy(() -> new ArtifactPath(path))
                .isInstanceOfSatisfying(
                        RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("artifact path")
                .hasMessageContaining(";");
    }

    @Test
    void aPathHasAtMost1024Characters() {
        assertThat(new ArtifactPath("模".repeat(1024)).value()).hasSize(1024);
        assertThatThrownBy(() -> new ArtifactPath("模".repeat(1025)))
                .hasMessageContaining("1024")
                .hasMessageContaining("1025");
    }

    @Test
    void aFolderHoldsItselfAndWhatIsBelowItButNoNeighbour() {
        assertThat(new ArtifactPath("outputs/a/b").isWithin("outputs")).isTrue();
        assertThat(new ArtifactPath("outputs/a/b").isWithin("outputs/a/")).isTrue();
        assertThat(new ArtifactPath("outputs").isWithin("outputs")).isTrue();
        assertThat(new ArtifactPath("outputs2/a").isWithin("outputs")).isFalse();
    }
}
