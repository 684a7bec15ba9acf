// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    private static final RunField ACCURACY = new RunField.Metric("Accuracy", Aggregate.LAST);
    private static final RunField RATE = new RunField.Parameter("lr");
    private static final RunField SELECTED = new RunField.Tag("selected");

    private static Filter number(RunField field, Operator operator, double value) {
        return new Filter.Comparison(field, operator, new Literal.Real(value));
    }

    private static Filter whole(Attribute field, long value) {
        return new Filter.Comparison(field, Operator.EQUAL, new Literal.Whole(value));
    }

    private static Filter text(RunField field, String value) {
        return new Filter.Comparison(field, Operator.EQUAL, new Literal.Text(value));
    }

    private static Filter status(RunStatus... statuses) {
        return new Filter.In(
                Attribute.STATUS,
                Stream.of(statuses).<Literal>map(Literal.Status::new).toList());
    }

    static Stream<Arguments> filters() {
        Filter one = whole(Attribute.NUMBER, 1);
        Filter two = whole(Attribute.NUMBER, 2);
        Filter three = whole(Attribute.NUMBER, 3);
        Filter yes = text(SELECTED, "yes");
        return Stream.of(
                Arguments.of("", new Filter.All()),
                Arguments.of(" \t\r\n", new Filter.All()),
                Arguments.of(
                        "metrics.Accuracy > 0.66 and (params.lr < 0.1 or tags.selected = \"yes\")",
                        new Filter.And(List.of(
                                number(ACCURACY, Operator.GREATER, 0.66),
                                new Filter.Or(List.of(number(RATE, Operator.LESS, 0.1), yes))))),
                Arguments.of(
                        "number=1 or number=2 and number=3",
                        new Filter.Or(List.of(one, new Filter.And(List.of(two, three))))),
                Arguments.of("number = 1 and number = 2 and number = 3", new Filter.And(List.of(one, two, three))),
                Arguments.of(
                        "number = 1 and (number = 2 and number = 3)",
                        new Filter.And(List.of(one, new Filter.And(List.of(two, three))))),
                Arguments.of("not number = 1 and number = 2", new Filter.And(List.of(new Filter.Not(one), two))),
                Arguments.of("NOT (number = 1 OR number = 2)", new Filter.Not(new Filter.Or(List.of(one, two)))),
                Arguments.of("((number = 1))", one),
                Arguments.of("tags.selected = 'yes'", yes),
                Arguments.of("tags.selected = 'it''s \"so\" \\n'", text(SELECTED, "it's \"so\" \\n")),
                Arguments.of("tags.selected = \"\"\"\"", text(SELECTED, "\"")),
                Arguments.of("tags.selected = ''", text(SELECTED, "")),
                Arguments.of("status In ('Completed','Failed')", status(RunStatus.Completed, RunStatus.Failed)),
                Arguments.of("status not in ('Running')", new Filter.Not(status(RunStatus.Running))),
                Arguments.of("status Is Null", new Filter.IsNull(Attribute.STATUS)),
                Arguments.of("parent is NOT null", new Filter.Not(new Filter.IsNull(Attribute.PARENT))),
                Arguments.of("name like 'a%'", new Filter.Like(Attribute.NAME, new LikePattern("a%"))),
                Arguments.of(
                        "description ILIKE 'a%'", new Filter.Like(Attribute.DESCRIPTION, new LikePattern("a%", true))),
                Arguments.of(
                        "name not like 'a\\%'",
                        new Filter.Not(new Filter.Like(Attribute.NAME, new LikePattern("a\\%")))),
                Arguments.of(
                        "archived = TRUE",
                        new Filter.Comparison(Attribute.ARCHIVED, Operator.EQUAL, new Literal.Flag(true))),
                Arguments.of(
                        "created >= '2026-09-01t10:30:00.5+02:00'",
                        new Filter.Comparison(
                                Attribute.CREATED,
                                Operator.GREATER_OR_EQUAL,
                                new Literal.Time(Instant.parse("2026-09-01T08:30:00.500Z")))),
                Arguments.of("duration <= 1.5e2", number(Attribute.DURATION, Operator.LESS_OR_EQUAL, 150)),
                Arguments.of("params.lr = 0.1", number(RATE, Operator.EQUAL, 0.1)),
                Arguments.of("params.lr = '0.1'", text(RATE, "0.1")));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void readsEveryKindOfFilter(String text, Filter expected) {
        assertThat(FilterParser.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Operator.class)
    void readsEveryOperator(Operator operator) {
        assertThat(FilterParser.parse("metrics.Accuracy" + operator.symbol() + "0.5"))
                .isEqualTo(number(ACCURACY, operator, 0.5));
    }

    @Test
    void readsTheSecondSpellingOfNotEqual() {
        assertThat(FilterParser.parse("metrics.Accuracy <> 0.5")).isEqualTo(number(ACCURACY, Operator.NOT_EQUAL, 0.5));
    }

    @ParameterizedTest
    @EnumSource(RunStatus.class)
    void readsEveryStatus(RunStatus status) {
        assertThat(FilterParser.parse("status in ('" + status + "')")).isEqualTo(status(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+5", "9007199254740993", "9223372036854775807", "-9223372036854775808"})
    void readsAWholeNumberExactly(String digits) {
        assertThat(FilterParser.parse("number = " + digits)).isEqualTo(whole(Attribute.NUMBER, Long.parseLong(digits)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "-0.0", ".5", "1e3", "1E-3", "-1.5e+300", "4.9e-324", "9223372036854775808"})
    void readsEveryOtherNumberAsFloat64(String digits) {
        assertThat(FilterParser.parse("metrics.Accuracy < " + digits))
                .isEqualTo(number(ACCURACY, Operator.LESS, Double.parseDouble(digits)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '$',
            value = {
                "NUMBER=1 | 0",
                "number <> 1 AND name like 'a' | ok",
            })
    void attributesAreInLowerCaseAndKeywordsInAnyCase(String text, String expected) {
        if (expected.equals("ok")) {
            assertThat(FilterPrinter.print(FilterParser.parse(text))).isEqualTo("number != 1 and name like \"a\"");
        } else {
            FilterErrorTest.assertRefused(text, Integer.parseInt(expected), "there is no attribute NUMBER");
        }
    }
}
