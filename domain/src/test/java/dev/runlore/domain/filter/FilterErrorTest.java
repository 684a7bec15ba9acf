// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterErrorTest {
    static void assertRefused(String text, int position, String message) {
        FilterException e = catchThrowableOfType(FilterException.class, () -> FilterParser.parse(text));
        assertThat(e).as("%.200s", text).isNotNull().hasMessageContaining(message);
        assertThat(e.position()).as("%.200s", text).isEqualTo(position);
    }

    @Test
    void aMessageNamesThePlaceAndPointsAtIt() {
        assertThatThrownBy(() -> FilterParser.parse("metrics.loss > \"low\" and number = 1"))
                .hasMessage("""
                        filter, character 16: expected a number without quotes to compare metrics.loss with but found "low"
                        metrics.loss > "low" and number = 1
                                       ^""");
    }

    @Test
    void aLongTextIsShownAroundThePlace() {
        String text = "number = 1 and ".repeat(20) + "status > 3 and " + "number = 2 and ".repeat(20) + "number = 3";
        assertThatThrownBy(() -> FilterParser.parse(text))
                .hasMessage(
                        "filter, character 308: expected =, !=, in or is after status, which is a status and has no order,"
                                + " but found >\n"
                                + "…= 1 and number = 1 and number = 1 and number = 1 and status > 3 and number = 2 and number = 2 and nu…\n"
                                + " ".repeat(61) + "^");
    }

    @Test
    void theCaretCountsCharactersAndNotTheirHalves() {
        assertThatThrownBy(() -> FilterParser.parse("tags.a = '😀é' or x"))
                .hasMessageEndingWith("tags.a = '😀é' or x\n                 ^");
    }

    @Test
    void whatWouldMoveTheCursorIsNotShown() {
        assertThatThrownBy(() -> FilterParser.parse("x\n\u001b[2J\u202e"))
                .hasMessageEndingWith("\nx\uFFFD\uFFFD[2J\uFFFD\n^");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '$',
            value = {
                "status > 3                  |  7 | status, which is a status and has no order",
                "status = 3                  |  9 | expected a status in quotes",
                "status = Completed          |  9 | expected a status in quotes",
                "status = 'completed'        |  9 | one of NotStarted, Queued, Preparing",
                "status in ('Running','Gone')| 21 | but found 'Gone'",
                "status like 'Comp%'         |  7 | like needs text but status is a status",
                "status != null              | 10 | but found null",
                "created > 'yesterday'       | 10 | a time in quotes such as \"2026-09-01T08:30:00Z\"",
                "created > 3                 | 10 | a time in quotes",
                "created > '2026-02-30T00:00:00Z' | 10 | a time that exists",
                "created > '2026-02-03'      | 10 | a time in quotes",
                "created > '2026-02-03T00:00:00' | 10 | a time in quotes",
                "created > '2026-02-03T00:00:00.1234567Z' | 10 | at most 6 decimals",
                "created > '9999-12-31T23:59:59-10:00'    | 10 | in the years 0 to 9999",
                "archived = 1                | 11 | true or false without quotes",
                "archived = 'true'           | 11 | true or false without quotes",
                "archived > false            |  9 | has no order",
                "archived                    |  8 | after archived but found the end",
                "number = '3'                |  9 | a number without quotes",
                "number = true               |  9 | a number without quotes",
                "number == 3                 |  7 | expected = for equality, one sign, but found ==",
                "number = 1e999              |  9 | a number within",
                "number = 1_000              |  9 | expected a number such as",
                "number = 0x10               |  9 | expected a number such as",
                "number = 1.2.3              |  9 | expected a number such as",
                "number = -                  |  9 | expected a number such as",
                "number = NaN                |  9 | but found NaN",
                "number = ٣                  |  9 | ٣ has no meaning here",
                "duration < '1 h'            | 11 | a number without quotes to compare duration with",
                "name < 'b'                  |  5 | name, which is text and has no order",
                "name = 3                    |  7 | expected text in quotes",
                "name = b                    |  7 | expected text in quotes",
                "params.lr < '0.1'           | 12 | a number without quotes",
                "params.lr = true            | 12 | text or a number in quotes",
                "params.lr =                 | 11 | but found the end",
                "accuracy > 1                |  0 | there is no attribute accuracy; the attributes are id, number, name,",
                "metric.loss > 1             |  0 | the other fields are metrics.NAME, params.KEY",
                "metrics > 1                 |  0 | metrics needs a dot and a name, such as metrics.loss",
                "metrics. > 1                |  8 | expected a name after the dot",
                "metrics.a..b > 1            | 10 | expected a name after the dot",
                "metrics.'a' > 1             |  8 | in \"…\" or `…`",
                "metrics.\"a > 1             |  8 | this \" is not closed; write \"\" for a \" inside",
                "metrics.\"\" > 1            |  0 | metric name must have 1-250 characters but is empty",
                "status.x = 1                |  0 | status is an attribute and has nothing after a dot",
                "`status` = 'Failed'         |  0 | ` has no meaning here",
                "'a' = name                  |  0 | expected a field such as",
                "1 = number                  |  0 | expected a field such as",
                "number = 1 and              | 14 | expected a field such as status, metrics.loss.min or params.lr but found the end",
                "number = 1 number = 2       | 11 | expected and, or or the end but found number",
                "number = 1)                 | 10 | expected and, or or the end but found )",
                "(number = 1                 | 11 | expected and, or or ) but found the end",
                "()                          |  1 | expected a field",
                "number in 1                 | 10 | ( and a list of values after in",
                "number in ()                | 11 | a number without quotes",
                "number in (1,)              | 13 | a number without quotes",
                "number in (1 2)             | 13 | a comma or ) after a value",
                "number is 3                 | 10 | null or not null after is",
                "number is not 3             | 14 | null after is not",
                "number not = 3              | 11 | in, like or ilike after not",
                "name like 3                 | 10 | a pattern in quotes after like",
                "name like 'a\\'             | 10 | \\ must stand before %, _ or \\",
                "name like 'a\\b'            | 10 | \\ must stand before %, _ or \\",
                "name = 'a                   |  7 | this ' is not closed",
                "name like 'a' ; drop        | 14 | character 15: ; has no meaning here",
                "name = 'a' ; drop           | 11 | ; has no meaning here",
                "number = 1 && number = 2    | 11 | & has no meaning here",
                "!number = 1                 |  0 | ! has no meaning here",
                "name rlike 'a'              |  5 | =, !=, <, <=, >, >=, in, like, ilike, is or not after name but found rlike",
            })
    void aWrongFilterIsRefusedWhereItIsWrong(String text, int position, String message) {
        assertRefused(text, position, message);
    }
}
