// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "abc,abc,true",
                "abc,abcd,false",
                "abc,Abc,false",
                "\"\",\"\",true",
                "\"\",a,false",
                "%,\"\",true",
                "%%%%a,a,true",
                "%%%%a,b,false",
                "a%,abc,true",
                "%c,abc,true",
                "%b%,abc,true",
                "a%b%c,aXbXbc,true",
                "a%bc,abXbc,true",
                "_,a,true",
                "_,\"\",false",
                "_,😀,true",
                "__,😀,false",
                "a_c,abc,true",
                "a\\_c,abc,false",
                "a\\_c,a_c,true",
                "100\\%,100%,true",
                "100\\%,1000,false",
                "\\\\,\\,true",
                "\\\\%,\\server,true",
                "[ab]*.?,[ab]*.?,true",
            })
    void matchesTheWholeValue(String pattern, String value, boolean expected) {
        assertThat(new LikePattern(pattern).matches(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a%,Abc,true", "Ä_,äx,true", "straße,STRASSE,false", "\\%x,%X,true", "a,b,false"})
    void canIgnoreCase(String pattern, String value, boolean expected) {
        assertThat(new LikePattern(pattern, true).matches(value)).isEqualTo(expected);
    }

    @Test
    void agreesWithARegularExpressionOnRandomPatterns() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String pattern = text(random, "ab%%_", 6);
            String value = text(random, "ab", 8);
            String expression = pattern.replace("%", ".*").replace("_", ".");
            assertThat(new LikePattern(pattern).matches(value))
                    .as("%s like %s", value, pattern)
                    .isEqualTo(Pattern.matches(expression, value));
        }
    }

    private static String text(Random random, String alphabet, int longest) {
        return random.ints(random.nextInt(longest + 1), 0, alphabet.length())
                .mapToObj(i -> alphabet.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    @Test
    void refusesABackslashThatEscapesNothing() {
        assertThatThrownBy(() -> new LikePattern("a\\\\\\b"))
                .hasMessage("in a like pattern \\ must stand before %, _ or \\ but character 4 does not;"
                        + " write \\\\ for a backslash");
        assertThatThrownBy(() -> new LikePattern("a\\")).hasMessageContaining("character 2 does not");
    }
}
