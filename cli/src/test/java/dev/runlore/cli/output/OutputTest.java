// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.RunloreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {
    private static final List<Object> RUNS = List.of(
            object("run_id", "a", "loss", 0.5, "n", 1L, "ok", true, "none", null),
            object("run_id", "b", "loss", Double.NaN, "n", 2L, "ok", false, "none", null),
            object("run_id", "c", "loss", 1e-05, "n", 3L, "ok", true, "none", null));

    @Test
    void jsonHasSortedKeysTwoSpacesAndPythonsNumbers() throws IOException {
        Object tree = object(
                "b",
                Arrays.asList(1L, 5.0, 1e-05, null, true),
                "Z",
                object(),
                "a",
                List.of(),
                "é",
                "\u001b\u009b\"\\\n準",
                "\uffff",
                1L,
                "😀",
                Double.NaN);
        assertThat(print(Format.JSON, tree)).isEqualTo("""
                {
                  "Z": {},
                  "a": [],
                  "b": [
                    1,
                    5.0,
                    1e-05,
                    null,
                    true
                  ],
                  "é": "\\u001b\\u009b\\"\\\\\\n準",
                  "\uffff": 1,
                  "😀": "NaN"
                }
                """);
    }

    @ParameterizedTest
    @ValueSource(chars = {'\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069', '\u009b'})
    void whatTurnsTheDirectionOfTextIsEscaped(char turning) throws IOException {
        String escape = String.format("\\u%04x", (int) turning);
        Object row = object("m" + turning, "model" + turning + "gpj.exe");
        assertThat(print(Format.JSON, row)).isEqualTo("{\n  \"m" + escape + "\": \"model" + escape + "gpj.exe\"\n}\n");
        assertThat(print(Format.TABLE, List.of(row)))
                .isEqualTo("M" + escape + "\n" + "-".repeat(18) + "\nmodel" + escape + "gpj.exe\n");
        assertThat(print(Format.TSV, row)).isEqualTo("model" + escape + "gpj.exe\n");
    }

    @Test
    void charactersBesideThoseThatTurnTheDirectionStay() throws IOException {
        String text = "\u200b\u200d\u2010\u2029\u202f\u2065\u206a سلام";
        assertThat(print(Format.TSV, text)).isEqualTo(text + "\n");
    }

    @Test
    void coloursAreForTerminalsOnly() throws IOException {
        assertThat(print(Format.JSONC, object("a", 1L))).isEqualTo("{\n  \"a\": 1\n}\n");
        assertThat(printed(new Output(Format.JSONC, Optional.empty(), true), object("a", 1L)))
                .isEqualTo("{\n  \033[94m\"a\"\033[0m: \033[36m1\033[0m\n}\n");
        assertThat(printed(new Output(Format.YAMLC, Optional.empty(), true), object("a", "b")))
                .isEqualTo("\033[94ma\033[0m: b\n");
        assertThat(printed(new Output(Format.JSON, Optional.empty(), true), object("a", 1L)))
                .doesNotContain("\033");
    }

    @Test
    void aTableAlignsPointsAndWideText() throws IOException {
        List<Object> rows = List.of(
                object("準確率", 0.5, "名", "訓練", "big", 1234567L),
                object("準確率", 12.25, "名", "a\tb", "big", 1L),
                object("準確率", 1e-07, "名", "x", "big", null));
        assertThat(print(Format.TABLE, rows)).isEqualTo("""
                  準確率  名        Big
                --------  ----  -------
                   0.5    訓練  1234567
                  12.25   a\\tb        1
                   1e-07  x
                """);
    }

    @Test
    void aTableOfOtherValuesHasTheColumnsThatTheyMake() throws IOException {
        assertThat(print(Format.TABLE, List.of(List.of("a", 1L), List.of("b"))))
                .isEqualTo("Column1      Column2\n---------  ---------\na                  1\nb\n");
        assertThat(print(Format.TABLE, List.of(1L, 2L))).isEqualTo("  Result\n--------\n       1\n       2\n");
        assertThat(print(Format.TABLE, object("flag", true, "tags", object("a", "b"))))
                .isEqualTo("Flag    Tags\n------  ----------\nTrue    {\"a\": \"b\"}\n");
        assertThat(print(Format.TABLE, null)).isEmpty();
    }

    @Test
    void tabSeparatedValuesHaveNoHeaderAndOneLineARow() throws IOException {
        assertThat(print(Format.TSV, RUNS)).isEqualTo("0.5\t1\t\ttrue\ta\nnan\t2\t\tfalse\tb\n1e-05\t3\t\ttrue\tc\n");
        assertThat(print(Format.TSV, "a\tb\nc")).isEqualTo("a\\tb\\nc\n");
        assertThat(print(Format.TSV, List.of(List.of("a", 1L)))).isEqualTo("a\t1\n");
    }

    @Test
    void yamlKeepsTypesApart() throws IOException {
        assertThat(print(Format.YAML, object("b", List.of(1L, 5.0), "a", "1", "c", "true", "d", "正")))
                .isEqualTo("a: \"1\"\nb:\n- 1\n- 5.0\nc: \"true\"\nd: 正\n");
    }

    @Test
    void noneIsNothing() throws IOException {
        assertThat(print(Format.NONE, RUNS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {
                "[0].run_id; a",
                "[?n > `1`].run_id | [0]; b",
                "[?loss > `0.1`].run_id | join(',', @); a",
                "length(@); 3",
                "max_by(@, &n).run_id; c",
                "sort_by(@, &n)[-1].n; 3",
                "sum([].n); 6",
                "[?ok] | length(@); 2",
                "[0].loss; 0.5",
                "[?run_id == 'b'].loss | [0]; NaN",
                "[2].loss; 1e-05"
            })
    void aQuerySelects(String query, String expected) throws IOException {
        assertThat(printed(new Output(Format.TSV, Optional.of(query), false), RUNS))
                .isEqualTo(expected + "\n");
    }

    @Test
    void aQuerysKeysKeepTheirOrderAsColumns() throws IOException {
        Output output = new Output(Format.TABLE, Optional.of("[].{run: run_id, count: n, alpha: ok}"), false);
        assertThat(printed(output, RUNS)).startsWith("Run      Count  Alpha\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "nosuch(@)", "max_by(@, &loss)", "sum([].run_id)"})
    void aQueryThatCannotBeAnsweredSaysSo(String query) {
        Output output = new Output(Format.JSON, Optional.of(query), false);
        assertThatThrownBy(() -> printed(output, RUNS))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("--query '" + query + "' cannot be answered");
    }

    private static String print(Format format, @Nullable Object tree) throws IOException {
        return printed(new Output(format, Optional.empty(), false), tree);
    }

    private static String printed(Output output, @Nullable Object tree) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        output.print(bytes, tree, Optional.empty());
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> object(@Nullable Object... pairs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }
}
