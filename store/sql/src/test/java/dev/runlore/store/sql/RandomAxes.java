// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Times and steps of every form. */
final class RandomAxes {
    private static final double[] STEPS = {0, -0.0, 0.5, 1e300, -7, 0x1p53, 0x1p60, Double.POSITIVE_INFINITY};

    private RandomAxes() {}

    static List<long[]> times(Random random, int rows) {
        return List.of(
                regular(rows),
                jittered(random, rows),
                LongStream.range(0, rows).map(row -> random.nextLong()).toArray(),
                LongStream.range(0, rows)
                        .map(row -> row % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE)
                        .toArray(),
                LongStream.range(0, rows).map(row -> row / 50 * 1_000).toArray());
    }

    static long[] regular(int rows) {
        return LongStream.range(0, rows)
                .map(row -> 1_700_000_000_000L + row * 120)
                .toArray();
    }

    /** 120 ms apart, each 0 to 14 ms late. */
    static long[] jittered(Random random, int rows) {
        return Arrays.stream(regular(rows))
                .map(time -> time + random.nextInt(15))
                .toArray();
    }

    static List<double[]> steps(Random random, int rows) {
        double[] none = new double[rows];
        Arrays.fill(none, Double.NaN);
        return List.of(
                none,
                byOne(rows),
                of(rows, row -> random.nextInt(1_000)),
                of(rows, row -> random.nextLong() >> 11),
                of(rows, row -> row % 3 == 0 ? Double.NaN : row),
                of(rows, row -> row / 8.0),
                of(rows, row -> row == rows - 1 ? -0.0 : row),
                of(rows, row -> row == rows - 1 ? 0x1p53 + 2 : row),
                of(rows, row -> STEPS[random.nextInt(STEPS.length)]),
                of(rows, row -> random.nextBoolean() ? Double.NaN : STEPS[random.nextInt(STEPS.length)]));
    }

    static double[] byOne(int rows) {
        return of(rows, row -> row);
    }

    private static double[] of(int rows, IntToDoubleFunction step) {
        return IntStream.range(0, rows).mapToDouble(step).toArray();
    }
}
