// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain é 準 😀|plain é 準 😀",
                "\033[31mred\033[0m|red",
                "\033]8;;http://evil\033\\link\033]8;;\033\\|link",
                "\033]52;c;ZXZpbA==\007after|after",
                "\033]0;title\u009cafter|after",
                "\u009b31mred|red",
                "\u009d52;c;x\007after|after",
                "\033Pq#0\033\\after|after",
                "\033(Bafter|after",
                "a\bb\u007fc\u0007|abc",
                "a\tb|a\tb",
                "©®|©®",
                "model\u202egpj.exe|modelgpj.exe",
                "\u200ea\u200fb\u061cc|abc",
                "\u202aa\u202bb\u202cc\u202dd|abcd",
                "\u2066a\u2067b\u2068c\u2069d|abcd",
                "“–” \u200b‰ ‾⁂⁠ ℃→⏱ سلام Ø|“–” \u200b‰ ‾⁂⁠ ℃→⏱ سلام Ø",
                "\u202e\033[31mred|red",
                "\033[2J\033[1;1Hgone?|gone?"
            })
    void whatATerminalObeysIsLeftOut(String logged, String shown) throws IOException {
        assertThat(shown(logged)).isEqualTo(shown);
    }

    @Test
    void aCarriageReturnDoesNotWriteOverTheLine() throws IOException {
        assertThat(shown("safe\rOVER\r\nnext")).isEqualTo("safeOVER\nnext");
    }

    @Test
    void aSequenceThatNeverEndsDoesNotSwallowTheNextLine() throws IOException {
        assertThat(shown("\033]0;never ended\nnext\033[31\nlast")).isEqualTo("\nnext\nlast");
    }

    private static String shown(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TerminalText terminal = new TerminalText(out)) {
            terminal.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
