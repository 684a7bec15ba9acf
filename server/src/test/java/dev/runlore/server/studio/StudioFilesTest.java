// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudioFilesTest {
    private static final String DIGEST = "ab".repeat(32);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd|BROTLI",
                "gzip;q=1.0, br;q=0|GZIP",
                "br;q=0.0, gzip;q=0.5|GZIP",
                "GZIP|GZIP",
                "deflate, zstd|PLAIN",
                "brotli, xgzip|PLAIN",
                "identity|PLAIN",
                ";q=, ,|PLAIN"
            })
    void theSmallestEncodingThatIsTakenIsChosen(String accepted, Encoding chosen) {
        assertThat(Encoding.choose(EnumSet.allOf(Encoding.class), Optional.of(accepted)))
                .isEqualTo(chosen);
        assertThat(Encoding.choose(Set.of(Encoding.PLAIN), Optional.of(accepted)))
                .isEqualTo(Encoding.PLAIN);
    }

    @Test
    void whoSaysNothingGetsPlainBytes() {
        assertThat(Encoding.choose(EnumSet.allOf(Encoding.class), Optional.empty()))
                .isEqualTo(Encoding.PLAIN);
    }

    @Test
    void aLineOfTheListIsAFile() {
        StudioFile file = StudioFile.parse("assets/a-1.js\ttext/javascript;charset=utf-8\t" + DIGEST + "\tidentity,br");
        assertThat(file.name()).isEqualTo("assets/a-1.js");
        assertThat(file.encodings()).containsExactlyInAnyOrder(Encoding.PLAIN, Encoding.BROTLI);
        assertThat(file.isHashed()).isTrue();
        assertThat(file.tag(Encoding.BROTLI)).isEqualTo("\"" + "ab".repeat(16) + "-br\"");
        assertThat(StudioFile.parse("icon.svg\timage/svg+xml\t" + DIGEST + "\tidentity")
                        .isHashed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/b", "assets/../a", "assets/a/b", ".hidden", "assets/.a", "a b", "{file}", ""})
    void aNameThatIsNotPlainIsRefused(String name) {
        assertThatThrownBy(() -> StudioFile.parse(name + "\timage/svg+xml\t" + DIGEST + "\tidentity"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("build the studio again");
    }

    @Test
    void aPageHasOnePlaceForItsNonce() {
        assertThat(new String(page("a __STYLE_NONCE__ b").html("x"), StandardCharsets.UTF_8))
                .isEqualTo("a x b");
        assertThatThrownBy(() -> page("a b")).hasMessageContaining("one place for a nonce but has 0");
        assertThatThrownBy(() -> page("__STYLE_NONCE__ __STYLE_NONCE__")).hasMessageContaining("but has 2");
    }

    @Test
    void aProductThatWasBuiltWithoutTheStudioHasNone() throws IOException {
        assertThat(StudioFiles.find(getClass().getClassLoader(), "no-studio/")).isEmpty();
    }

    private static StudioPage page(String html) {
        return StudioPage.of(html.getBytes(StandardCharsets.UTF_8));
    }
}
