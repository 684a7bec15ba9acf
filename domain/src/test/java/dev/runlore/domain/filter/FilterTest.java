// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
    private static final Filter ONE = new Filter.IsNull(Attribute.NAME);

    @Test
    void aJoinHasTwoPartsOrMore() {
        assertThatThrownBy(() -> new Filter.And(List.of(ONE))).hasMessage("and must join at least 2 filters but has 1");
        assertThatThrownBy(() -> new Filter.Or(List.of())).hasMessage("or must join at least 2 filters but has 0");
    }

    @Test
    void theFilterOfEveryRunStandsAlone() {
        assertThatThrownBy(() -> new Filter.And(List.of(ONE, new Filter.All())))
                .hasMessage("the filter of every run stands alone but is a part of and");
        assertThatThrownBy(() -> new Filter.Not(new Filter.All())).hasMessageContaining("is a part of not");
    }

    @Test
    void aComparisonFitsTheFieldsType() {
        assertThatThrownBy(() -> new Filter.Comparison(Attribute.STATUS, Operator.EQUAL, new Literal.Whole(3)))
                .hasMessage("status is a status and cannot be compared by = with Whole[value=3]");
        assertThatThrownBy(() -> new Filter.In(Attribute.NUMBER, List.of(new Literal.Text("a"))))
                .hasMessageContaining("number is a number and cannot be compared");
        assertThatThrownBy(() -> new Filter.In(Attribute.NUMBER, List.of()))
                .hasMessage("the list for number must hold a value but is empty");
        assertThatThrownBy(() -> new Filter.Like(Attribute.CREATED, new LikePattern("a")))
                .hasMessage("like needs text but created is a time");
    }

    @Test
    void aFilterDoesNotChangeWithTheListItWasMadeFrom() {
        List<Filter> parts = new ArrayList<>(List.of(ONE, ONE));
        Filter.And and = new Filter.And(parts);
        parts.clear();
        assertThat(and.parts()).isEqualTo(List.of(ONE, ONE));
    }

    @Test
    void aLiteralIsFiniteAndInWholeMicroseconds() {
        assertThatThrownBy(() -> new Literal.Real(Double.NaN)).hasMessageContaining("must be finite but is NaN");
        assertThatThrownBy(() -> new Literal.Time(Instant.ofEpochSecond(0, 1)))
                .hasMessageContaining("whole microseconds");
        assertThatThrownBy(() -> new Literal.Time(Instant.parse("+10000-01-01T00:00:00Z")))
                .hasMessageContaining("years 0 to 9999");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '$',
            value = {
                "(number=1 or number<>2) AND not(name LIKE 'a') | (number = 1 or number != 2) and name not like \"a\"",
                "number=1 and number=2 or number=3   | number = 1 and number = 2 or number = 3",
                "not not (number=1 and name='b')     | not not (number = 1 and name = \"b\")",
                "not (status not in ('Failed'))      | not status not in (\"Failed\")",
                "created<'2026-09-01T10:00:00+02:00' | created < \"2026-09-01T08:00:00.000000Z\"",
                "metrics.loss.last<1e9               | metrics.loss < 1.0E9",
                "archived=False                      | archived = false",
            })
    void printsOneCanonicalText(String text, String canonical) {
        assertThat(FilterPrinter.print(FilterParser.parse(text))).isEqualTo(canonical);
    }

    @Test
    void aFilterMentionsTheFieldsOfItsConditionsHoweverDeepAndNoOther() {
        for (String text : List.of(
                "archived = true",
                "number > 1 and not (name = 'a' or archived is null)",
                "name like 'archived' or archived in (true, false)")) {
            assertThat(FilterParser.parse(text).mentions(Attribute.ARCHIVED))
                    .as(text)
                    .isTrue();
        }
        for (String text : List.of("", "tags.archived = 'yes'", "name = 'archived' and number > 1")) {
            assertThat(FilterParser.parse(text).mentions(Attribute.ARCHIVED))
                    .as(text)
                    .isFalse();
        }
    }
}
