// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HistoryTest {
    private static final MetricColumn LOSS = new MetricColumn(new RunId("r"), "loss", "", 3);

    private static History steps(int from, int to) {
        int[] steps = IntStream.range(from, to).toArray();
        return new History(
                Arrays.stream(steps).asLongStream().toArray(),
                Arrays.stream(steps).asDoubleStream().toArray(),
                new double[steps.length]);
    }

    @Test
    void aPlaceIsFoundAgainAlsoAmongEqualPointsAndAfterMoreHaveCome() {
        History history = new History(
                new long[] {1, 1, 1, 1, 2}, new double[] {0, 0, 0, 1, 0}, new double[] {5, 5, 5, -1, Double.NaN});
        for (int index = 1; index <= history.size(); index++) {
            String token = Place.after(history, index).token();
            assertThat(Place.parse(new PageToken(token)).in(history)).isEqualTo(index);
        }
        History more = new History(
                new long[] {0, 1, 1, 1, 1, 2}, new double[] {9, 0, 0, 0, 1, 0}, new double[] {9, 5, 5, 5, -1, 0});
        assertThat(Place.after(history, 2).in(more)).isEqualTo(3);
        assertThat(Place.after(history, 5).in(more)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.5.0.0", "1.99999999999999999999.0.0.1", "2.5.0.0.1", "1.5.x.0.1", "along"})
    void whatIsNoPlaceIsRefused(String token) {
        assertThatThrownBy(() -> Place.parse(new PageToken(token)))
                .isInstanceOf(RunloreException.class)
                .hasMessageStartingWith("page token must be");
    }

    private static long[] sampled(int most, History... runs) {
        SampledSteps steps = new SampledSteps();
        for (History run : runs) {
            steps.add(List.of(run.part(0, run.size() / 2), run.part(run.size() / 2, run.size())), step -> true);
        }
        return steps.chosen(most);
    }

    @Test
    void fewStepsAreAllShownAndOfManyTheEndsOfEachRunToo() {
        History[] runs = {steps(0, 10), steps(5, 12), History.NONE};
        assertThat(sampled(12, runs)).hasSize(12);
        assertThat(sampled(4, runs)).containsExactly(0, 3, 5, 6, 9, 11);
        assertThat(sampled(2_500, steps(0, 100_000))).hasSize(2_501).contains(0, 99_999);
    }

    @Test
    void ofVeryManyStepsAnEvenChoiceIsHeldAndTheEndsOfEachRunAreShown() {
        DistinctSteps distinct = new DistinctSteps();
        int all = 10 * DistinctSteps.MOST;
        for (int step = all - 1; step >= 0; step--) {
            distinct.add(step);
            distinct.add(all - 1 - step);
        }
        long[] held = distinct.sorted();
        assertThat(held)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSizeBetween(DistinctSteps.MOST / 3, 2 * DistinctSteps.MOST);
        for (int part = 0; part < 10; part++) {
            long from = (long) part * DistinctSteps.MOST;
            long inside = Arrays.stream(held)
                    .filter(step -> step >= from && step < from + DistinctSteps.MOST)
                    .count();
            assertThat(inside).isCloseTo(held.length / 10, withinPercentage(1));
        }

        SampledSteps many = new SampledSteps();
        many.add(List.of(steps(0, 3 * DistinctSteps.MOST)), step -> step >= 7);
        many.add(List.of(steps(3 * DistinctSteps.MOST, 3 * DistinctSteps.MOST + 9)), step -> true);
        assertThat(many.chosen(100))
                .hasSizeBetween(100, 104)
                .startsWith(7)
                .contains(3 * DistinctSteps.MOST - 1, 3 * DistinctSteps.MOST)
                .endsWith(3 * DistinctSteps.MOST + 8);
    }

    @Test
    void onlyHistoriesOfSeveralPagesAreKeptAndTheOldestGoFirst() {
        KeptHistories kept = new KeptHistories();
        History large = steps(0, KeptHistories.MOST_POINTS / 2);
        kept.put(LOSS, steps(0, 3), 3);
        assertThat(kept.find(LOSS)).isEmpty();
        for (String name : List.of("a", "b", "c")) {
            kept.put(new MetricColumn(LOSS.run(), name, "", 1), large, 10);
        }
        assertThat(kept.find(new MetricColumn(LOSS.run(), "a", "", 1))).isEmpty();
        assertThat(kept.find(new MetricColumn(LOSS.run(), "c", "", 1))).contains(large);
        kept.put(LOSS, steps(0, KeptHistories.MOST_POINTS + 1), 10);
        assertThat(kept.find(LOSS)).isEmpty();
        assertThat(kept.find(new MetricColumn(LOSS.run(), "b", "", 1))).contains(large);
    }
}
