// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"iris", "../../etc/passwd", "C:\\models", "Blüte 花 🌸", "a/b", ".", " "})
    void anyTextNamesAModel(String name) {
        assertThat(new ModelName(name).value()).isEqualTo(name);
    }

    @Test
    void aNameHas1To250Characters() {
        assertThat(new ModelName("🌸".repeat(250)).value()).hasSize(500);
        assertThatThrownBy(() -> new ModelName(""))
                .hasMessage("model name must have 1-250 characters but is empty; give it a name");
        assertThatThrownBy(() -> new ModelName("x".repeat(251)))
                .hasMessage("model name must have at most 250 characters but has 251; shorten it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\tb", "\u001b[31m", "\u0085"})
    void controlCharactersAreRefused(String name) {
        assertThatThrownBy(() -> new ModelName(name))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("must not contain control characters");
    }
}
