// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.RunFieldParser;
import dev.runlore.store.Archived;
import dev.runlore.store.GroupQuery;
import dev.runlore.store.RunGroup;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class GroupFoldTest {
    private final GroupFold fold = new GroupFold(new GroupQuery(
            List.of(RunFieldParser.parse("tags.team")),
            List.of(RunFieldParser.parse("metrics.loss")),
            Optional.empty(),
            new Filter.All(),
            Archived.ALL));

    private RunGroup.Statistics of(double... values) {
        for (double value : values) {
            fold.group(List.of(Optional.of("a"))).add(0, value);
        }
        return fold.groups().getFirst().values().getFirst();
    }

    @Test
    void moreGroupsThanAnAnswerHoldsAreRefused() {
        for (int i = 0; i < GroupQuery.MOST_GROUPS; i++) {
            fold.group(List.of(Optional.of("team " + i))).run();
        }
        fold.group(List.of(Optional.of("team 7"))).run();

        assertThat(fold.groups()).hasSize(1_000);
        assertThatThrownBy(() -> fold.group(List.of(Optional.empty())))
                .hasMessage("runs must fall into at most 1000 groups but by tags.team into more; filter them, or group"
                        + " by another field");
    }

    @Test
    void smallDifferencesOfLargeNumbersAreNotLost() {
        RunGroup.Statistics values = of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16);

        assertThat(values.mean()).hasValue(1e9 + 10);
        assertThat(values.deviation().orElseThrow()).isCloseTo(Math.sqrt(30), within(1e-9));
    }

    @Test
    void theLargestNumbersHaveAMeanAndADeviation() {
        RunGroup.Statistics values = of(Double.MAX_VALUE, 0, -Double.MAX_VALUE);

        assertThat(values.mean().orElseThrow() / Double.MAX_VALUE).isCloseTo(0, within(1e-15));
        assertThat(values.deviation().orElseThrow() / Double.MAX_VALUE).isCloseTo(1, within(1e-15));
    }

    @Test
    void infinitiesMakeTheMeanInfiniteAndNoDeviation() {
        RunGroup.Statistics one = of(1, Double.POSITIVE_INFINITY, Double.NaN);
        assertThat(one)
                .isEqualTo(new RunGroup.Statistics(
                        2,
                        1,
                        OptionalDouble.of(Double.POSITIVE_INFINITY),
                        OptionalDouble.of(1),
                        OptionalDouble.of(Double.POSITIVE_INFINITY),
                        OptionalDouble.of(Double.NaN)));

        RunGroup.Statistics both = of(Double.NEGATIVE_INFINITY);
        assertThat(both.mean()).hasValue(Double.NaN);
        assertThat(both.min()).hasValue(Double.NEGATIVE_INFINITY);
    }

    @Test
    void fewNumbersHaveNoDeviationAndNoneNoMean() {
        RunGroup.Statistics none = of(Double.NaN);
        assertThat(List.of(none.mean(), none.min(), none.max(), none.deviation()))
                .containsOnly(OptionalDouble.empty());
        assertThat(none.nan()).isEqualTo(1);

        assertThat(of(3).mean()).hasValue(3);
        assertThat(of().deviation()).isEmpty();
    }
}
