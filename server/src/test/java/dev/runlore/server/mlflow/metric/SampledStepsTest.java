// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SampledStepsTest {
    private static MetricColumn.Part steps(int from, int to) {
        List<Point> points =
                IntStream.range(from, to).mapToObj(n -> new Point(n, n, 0)).toList();
        return new MetricColumn.Part(new MetricColumn.Span(Optional.empty(), to - from), points, Optional.empty());
    }

    private static long[] sampled(int most, MetricColumn.Part... runs) {
        SampledSteps steps = new SampledSteps();
        for (MetricColumn.Part run : runs) {
            steps.add(List.of(run), step -> true);
        }
        return steps.chosen(most);
    }

    @Test
    void fewStepsAreAllShownAndOfManyTheEndsOfEachRunToo() {
        MetricColumn.Part[] runs = {steps(0, 10), steps(5, 12), steps(0, 0)};
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
        many.add(List.of(steps(0, 9), steps(9, 3 * DistinctSteps.MOST)), step -> step >= 7);
        many.add(List.of(steps(3 * DistinctSteps.MOST, 3 * DistinctSteps.MOST + 9)), step -> true);
        assertThat(many.chosen(100))
                .hasSizeBetween(100, 104)
                .startsWith(7)
                .contains(3 * DistinctSteps.MOST - 1, 3 * DistinctSteps.MOST)
                .endsWith(3 * DistinctSteps.MOST + 8);
    }
}
