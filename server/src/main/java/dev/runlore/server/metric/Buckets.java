// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import dev.runlore.store.MetricStore.SeriesPoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A series cut into buckets of equal width along x, those without points left out.
 *
 * @param n points within the range, NaN included
 */
record Buckets(int n, List<Bucket> buckets) {
    static final Buckets NONE = new Buckets(0, List.of());

    /** Cuts; points of one x stay in the order in which they came. */
    static Buckets of(SeriesPoints points, Axis axis, Range range, int width) {
        double[] xs = axis.xs(points);
        int[] order = StableOrder.of(xs);
        int begin = firstNotBelow(xs, order, range.from());
        int end = range.to().isPresent() ? firstAbove(xs, order, range.to().get()) : order.length;
        if (begin >= end) {
            return NONE;
        }
        Grid grid = new Grid(range.from().orElse(xs[order[begin]]), range.to().orElse(xs[order[end - 1]]), width);
        List<Bucket> buckets = new ArrayList<>(Math.min(width, end - begin));
        int last = -1;
        for (int i = begin; i < end; i++) {
            double x = xs[order[i]];
            int number = grid.number(x);
            if (number != last) {
                buckets.add(new Bucket(x));
                last = number;
            }
            buckets.getLast().add(points.values()[order[i]]);
        }
        return new Buckets(end - begin, buckets);
    }

    private static int firstNotBelow(double[] xs, int[] order, Optional<Double> from) {
        return from.map(bound -> split(xs, order, x -> x < bound)).orElse(0);
    }

    private static int firstAbove(double[] xs, int[] order, double to) {
        return split(xs, order, x -> x <= to);
    }

    /** How many of the ascending numbers come before the first that is not {@code below}. */
    private static int split(double[] xs, int[] order, java.util.function.DoublePredicate below) {
        int low = 0;
        int high = order.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (below.test(xs[order[middle]])) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Smallest and greatest x, both inclusive; those of the points without. */
    record Range(Optional<Double> from, Optional<Double> to) {
        static final Range ALL = new Range(Optional.empty(), Optional.empty());
    }

    /** Equal parts of a range; the greatest x belongs to the last. */
    private record Grid(double from, double to, int width) {
        int number(double x) {
            // Halves, so that a range over all of float64 has a finite length.
            double length = to / 2 - from / 2;
            double share = length > 0 ? (x / 2 - from / 2) / length : 0;
            return (int) Math.min(share * width, width - 1);
        }
    }
}
