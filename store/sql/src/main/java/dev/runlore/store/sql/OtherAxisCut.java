// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;

/** Cuts a series along another one of its run, as {@link Axis.Other} says. For the thread that has the session. */
final class OtherAxisCut {
    private final SeriesNumbers numbers;
    private final Cut cut;
    private final boolean bySteps;
    /** Ascending; where several are equal, the last one counts. */
    private final double[] keys;

    private final double[] xs;

    OtherAxisCut(SeriesNumbers numbers, SeriesNumbers other, Cut cut) {
        this.numbers = numbers;
        this.cut = cut;
        this.bySteps = haveSteps(numbers) && haveSteps(other);
        int count = Math.toIntExact(other.count());
        double[] unorderedKeys = new double[count];
        double[] unorderedXs = new double[count];
        other.read((index, time, step, value) -> {
            unorderedKeys[(int) index] = bySteps ? step : time;
            unorderedXs[(int) index] = value;
        });
        int[] order = StableOrder.of(unorderedKeys);
        keys = new double[count];
        xs = new double[count];
        for (int i = 0; i < count; i++) {
            keys[i] = unorderedKeys[order[i]];
            xs[i] = unorderedXs[order[i]];
        }
    }

    private static boolean haveSteps(SeriesNumbers series) {
        if (series.pieces().stream().allMatch(piece -> piece.head().stepOrder() == ChunkHead.StepOrder.ASCENDING)) {
            return true;
        }
        boolean[] have = {true};
        series.read((index, time, step, value) -> have[0] &= !Double.isNaN(step));
        return have[0];
    }

    /** NaN where the point has no place. */
    private double x(long time, double step) {
        double key = bySteps ? step : time;
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[middle] <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Double.NaN : xs[low - 1];
    }

    Buckets buckets() {
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        numbers.read((index, time, step, value) -> {
            double x = x(time, step);
            if (Double.isFinite(x)) {
                range[0] = Math.min(range[0], x);
                range[1] = Math.max(range[1], x);
            }
        });
        double from = cut.from().orElse(range[0]);
        double to = cut.to().orElse(range[1]);
        if (range[0] > range[1] || from > to) {
            return Buckets.NONE;
        }
        Buckets.Filling filling = new Buckets.Filling(from, to, cut.width());
        numbers.read((index, time, step, value) -> {
            double x = x(time, step);
            if (x >= from && x <= to) {
                filling.add(x, value);
            }
        });
        return filling.buckets();
    }
}
