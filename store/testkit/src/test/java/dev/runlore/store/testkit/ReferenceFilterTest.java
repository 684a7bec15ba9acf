// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.RunStatus;
import dev.runlore.domain.filter.FilterParser;
import dev.runlore.domain.filter.Operator;
import dev.runlore.domain.filter.RunField;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceFilterTest {
    private static final Map<String, Object> RUN = Map.ofEntries(
            Map.entry("id", "iris_1"),
            Map.entry("number", 7L),
            Map.entry("status", RunStatus.Completed),
            Map.entry("created", Instant.parse("2026-09-01T08:30:00.000001Z")),
            Map.entry("duration", 1.5),
            Map.entry("archived", false),
            Map.entry("metrics.Accuracy", 0.68),
            Map.entry("metrics.bad", Double.NaN),
            Map.entry("metrics.huge", Double.POSITIVE_INFINITY),
            Map.entry("metrics.zero", -0.0),
            Map.entry("metrics.big", 9_007_199_254_740_993L),
            Map.entry("metrics.flag", true),
            Map.entry("metrics.word", "best"),
            Map.entry("metrics.loss.min", 0.1),
            Map.entry("params.lr", "0.05"),
            Map.entry("params.mode", "auto"),
            Map.entry("params.limit", "inf"),
            Map.entry("tags.selected", "yes"),
            Map.entry("tags.share", "100%"),
            Map.entry("properties.étape", "训练"));

    private static boolean matches(String filter) {
        return ReferenceFilter.matches(FilterParser.parse(filter), ReferenceFilterTest::value);
    }

    private static @Nullable Object value(RunField field) {
        return RUN.get(field.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metrics.Accuracy > 0.66 and (params.lr < 0.1 or tags.selected = \"no\")",
                "metrics.loss.min < 0.2 and metrics.loss is null",
                "number = 7 and number >= 7.0 and number != 8",
                "status = 'Completed'",
                "status in ('Failed', 'Completed')",
                "not status in ('Failed')",
                "status not in ('Failed', 'Canceled')",
                "created > '2026-09-01T08:30:00Z' and created <= '2026-09-01T10:30:00.000001+02:00'",
                "duration = 1.5 and duration < 2",
                "archived = false and archived != true",
                "params.mode = 'auto' and params.lr = '0.05' and params.lr != '0.050' and params.lr = 5e-2",
                "params.limit > 1e308",
                "tags.selected like 'y%' and tags.selected not like 'Y%'",
                "tags.share like '100\\%' and id not like 'iris\\%1'",
                "properties.étape = '训练'",
                "metrics.zero = 0 and metrics.zero >= 0.0",
                "metrics.huge > 1e308 and metrics.huge != 1",
                "metrics.flag = 1 and metrics.flag in (1.0)",
                "metrics.big = 9007199254740993",
                "metrics.big != 9007199254740992 and metrics.big > 9007199254740992.0",
                "name is null and id is not null",
            })
    void matchesWhatIsSo(String filter) {
        assertThat(matches(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.Accuracy > 0.68",
                "metrics.accuracy > 0",
                "status != 'Completed'",
                "status = 'Failed' or number = 8",
                "created < '2026-09-01T08:30:00.000001Z'",
                "tags.selected = 'Yes'",
                "tags.selected like 'y'",
                "metrics.big = 9007199254740992.0",
                "name is not null or id is null",
            })
    void doesNotMatchWhatIsNotSo(String filter) {
        assertThat(matches(filter)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.x > 1",
                "not metrics.x > 1",
                "not (metrics.x > 1)",
                "metrics.x != 1",
                "metrics.x = 1",
                "metrics.x in (1)",
                "metrics.x not in (1)",
                "params.x like '%'",
                "params.x not like '%'",
                "not (metrics.x > 1 or number = 8)",
                "not (metrics.x > 1 and number = 7)",
                "not not metrics.x > 1",
            })
    void aMissingValueMakesAConditionUnknownAndItsOppositeToo(String filter) {
        assertThat(matches(filter)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.x is null",
                "not (metrics.x is not null)",
                "metrics.x > 1 or number = 7",
                "not (metrics.x > 1 and number = 8)",
            })
    void anUnknownPartLeavesTheRestToDecide(String filter) {
        assertThat(matches(filter)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"metrics.bad", "metrics.word", "params.mode"})
    void notANumberMatchesOnlyNotEqual(String field) {
        Map<String, Boolean> expected = new HashMap<>();
        Map<String, Boolean> actual = new HashMap<>();
        for (Operator operator : Operator.values()) {
            String condition = field + " " + operator.symbol() + " 1";
            boolean notEqual = operator == Operator.NOT_EQUAL;
            expected.put(condition, notEqual);
            actual.put(condition, matches(condition));
            expected.put("not " + condition, !notEqual);
            actual.put("not " + condition, matches("not " + condition));
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void notANumberIsInNoList() {
        assertThat(matches("metrics.bad in (1, 2)")).isFalse();
        assertThat(matches("metrics.bad not in (1, 2)")).isTrue();
        assertThat(matches("metrics.bad is null")).isFalse();
    }
}
