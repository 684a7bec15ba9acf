// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Bucket;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

/** Very many points along one axis, and what buckets of them have to be. */
final class LongSeries {
    /** Up to so many points in the range, each is in the bucket of its x. */
    private static final int EXACT = 512_000;

    /** How many points a border may lie too late, in a series of more points whose x ascends. */
    private static final int LATE = 255;

    private final double[] xs;
    private final double[] values;
    private final boolean ascends;

    private LongSeries(double[] xs, double[] values, boolean ascends) {
        this.xs = xs;
        this.values = values;
        this.ascends = ascends;
    }

    static LongSeries along(Axis.Own axis, List<PlainBuckets.Point> points) {
        double[] xs = PlainBuckets.xs(points, axis);
        double[] values = points.stream().mapToDouble(PlainBuckets.Point::value).toArray();
        if (IntStream.range(1, xs.length).allMatch(i -> xs[i - 1] <= xs[i])) {
            return new LongSeries(xs, values, true);
        }
        int[] order = IntStream.range(0, xs.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> xs[i]))
                .mapToInt(i -> i)
                .toArray();
        return new LongSeries(
                IntStream.of(order).mapToDouble(i -> xs[i]).toArray(),
                IntStream.of(order).mapToDouble(i -> values[i]).toArray(),
                false);
    }

    double x(int place) {
        return xs[place];
    }

    /** Every point in the range is in one bucket, all by x; each bucket says what its points say and lies where it belongs. */
    void assertSame(Buckets buckets, Cut cut) {
        Range range = range(cut);
        assertThat(buckets.n()).isEqualTo(range.end - range.start);
        int late = ascends && range.end - range.start > EXACT ? LATE : 0;
        int next = range.start;
        int before = -1;
        for (Bucket bucket : buckets.buckets()) {
            assertThat(bucket.count()).isBetween(1L, (long) range.end - next);
            int first = next;
            next += (int) bucket.count();
            assertSame(bucket, first, next);
            int number = range.number(xs[first]);
            assertThat(number).as("behind the bucket before").isGreaterThan(before);
            assertThat(first - begin(range, number, first)).as("late begin").isLessThanOrEqualTo(late);
            assertThat(next - begin(range, number + 1, next)).as("late end").isLessThanOrEqualTo(late);
            before = number;
        }
        assertThat(next).isEqualTo(range.end);
    }

    private void assertSame(Bucket bucket, int from, int to) {
        DoubleSummaryStatistics statistics = new DoubleSummaryStatistics();
        DoubleSummaryStatistics scaled = new DoubleSummaryStatistics();
        double first = Double.NaN;
        double last = Double.NaN;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(values[i])) {
                first = statistics.getCount() == 0 ? values[i] : first;
                last = values[i];
                statistics.accept(values[i]);
                // their sum may be beyond float64
                scaled.accept(values[i] * 0x1p-32);
            }
        }
        boolean isEmpty = statistics.getCount() == 0;
        Double min = isEmpty ? Double.NaN : statistics.getMin();
        Double max = isEmpty ? Double.NaN : statistics.getMax();
        assertThat(List.of(bucket.x(), bucket.first(), bucket.last(), bucket.min(), bucket.max()))
                .isEqualTo(List.of(xs[from], first, last, min, max));
        Double mean = isEmpty ? Double.NaN : scaled.getAverage() * 0x1p32;
        double size = Math.max(Math.abs(min), Math.abs(max));
        assertThat(bucket.mean()).isCloseTo(mean, within(Double.isFinite(size) ? size * 1e-12 : 0));
    }

    private Range range(Cut cut) {
        double from = cut.from().orElse(xs[0]);
        double to = cut.to().orElse(xs[xs.length - 1]);
        int start = 0;
        while (start < xs.length && xs[start] < from) {
            start++;
        }
        int end = start;
        while (end < xs.length && xs[end] <= to) {
            end++;
        }
        return new Range(from, to, cut.width(), start, end);
    }

    /** The points from a place up to another one are in the range. */
    private record Range(double from, double to, int width, int start, int end) {
        private int number(double x) {
            return to > from ? (int) Math.min((x - from) / (to - from) * width, width - 1) : 0;
        }
    }

    /** Where those of the points before a place begin that belong to a bucket or to one behind it. */
    private int begin(Range range, int number, int place) {
        int begin = place;
        while (begin > range.start && range.number(xs[begin - 1]) >= number) {
            begin--;
        }
        return begin;
    }
}
