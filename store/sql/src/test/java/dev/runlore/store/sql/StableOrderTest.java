// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StableOrderTest {

    @Test
    void equalNumbersStayInTheOrderTheyCame() {
        assertThat(StableOrder.of(new double[] {2, 1, 2, 1, 0, 2})).containsExactly(4, 1, 3, 0, 2, 5);
        assertThat(StableOrder.of(new double[] {})).isEmpty();
        assertThat(StableOrder.of(new double[] {5})).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void theOrderIsThatOfAStableSort(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int size = random.nextInt(60);
            double[] xs = random.ints(size, 0, 1 + random.nextInt(20))
                    .asDoubleStream()
                    .toArray();
            int[] expected = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> xs[i]))
                    .mapToInt(i -> i)
                    .toArray();
            assertThat(StableOrder.of(xs)).isEqualTo(expected);
        }
    }

    @Test
    void aSeriesThatRunsBackwardsIsTurnedAround() {
        double[] xs = IntStream.range(0, 10_000).mapToDouble(i -> -i).toArray();
        assertThat(StableOrder.of(xs))
                .isEqualTo(IntStream.range(0, 10_000).map(i -> 9_999 - i).toArray());
    }
}
