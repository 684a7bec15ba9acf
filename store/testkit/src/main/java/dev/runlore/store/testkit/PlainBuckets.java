// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Bucket;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Buckets by the plainest means: find each point's x, filter, sort, group.
 *
 * @param points numbers in the order of arrival
 * @param other those of the series that x is, where it is one
 */
record PlainBuckets(List<Point> points, List<Point> other) {
    /** Boxed, so that NaN equals itself. */
    static final Double NAN = Double.NaN;

    /** A number that was logged; its step is NaN without one. */
    record Point(long time, double step, double value) {}

    private record Place(double x, double value) {}

    void assertSame(Buckets fast, Cut cut) {
        List<List<Place>> slow = groups(cut);
        assertThat(fast.n()).isEqualTo(slow.stream().mapToInt(List::size).sum());
        assertThat(fast.buckets()).hasSameSizeAs(slow);
        for (int i = 0; i < slow.size(); i++) {
            assertSame(fast.buckets().get(i), slow.get(i));
        }
    }

    private List<List<Place>> groups(Cut cut) {
        List<Place> inside = new ArrayList<>(places(cut.axis()));
        inside.removeIf(place -> !Double.isFinite(place.x) || !cut.takes(place.x));
        inside.sort(Comparator.comparingDouble(Place::x));
        TreeMap<Integer, List<Place>> groups = new TreeMap<>();
        for (Place place : inside) {
            double from = cut.from().orElse(inside.getFirst().x);
            double to = cut.to().orElse(inside.getLast().x);
            int number = to > from ? (int) ((place.x - from) / (to - from) * cut.width()) : 0;
            groups.computeIfAbsent(Math.min(number, cut.width() - 1), n -> new ArrayList<>())
                    .add(place);
        }
        return List.copyOf(groups.values());
    }

    private List<Place> places(Axis axis) {
        return switch (axis) {
            case Axis.Own own -> {
                double[] xs = xs(points, own);
                List<Place> places = new ArrayList<>();
                for (int i = 0; i < xs.length; i++) {
                    places.add(new Place(xs[i], points.get(i).value));
                }
                yield places;
            }
            case Axis.Other named ->
                points.stream()
                        .map(point -> new Place(lastSaid(point, key()), point.value))
                        .toList();
        };
    }

    static double[] xs(List<Point> points, Axis.Own axis) {
        double[] xs = new double[points.size()];
        for (int i = 0; i < xs.length; i++) {
            Point point = points.get(i);
            xs[i] = switch (axis) {
                case STEP -> Double.isNaN(point.step) ? i : point.step;
                case TIME -> point.time;
                case RELATIVE -> point.time - points.getFirst().time;
            };
        }
        return xs;
    }

    private ToDoubleFunction<Point> key() {
        boolean haveSteps = Stream.concat(points.stream(), other.stream()).noneMatch(point -> Double.isNaN(point.step));
        return haveSteps ? Point::step : Point::time;
    }

    /** NaN where the other series has said nothing yet. */
    private double lastSaid(Point point, ToDoubleFunction<Point> key) {
        double said = NAN;
        double saidAt = Double.NEGATIVE_INFINITY;
        for (Point one : other) {
            double at = key.applyAsDouble(one);
            if (at <= key.applyAsDouble(point) && at >= saidAt) {
                said = one.value;
                saidAt = at;
            }
        }
        return said;
    }

    private static void assertSame(Bucket bucket, List<Place> group) {
        double[] numbers = group.stream()
                .mapToDouble(Place::value)
                .filter(value -> !Double.isNaN(value))
                .toArray();
        assertThat(bucket.x()).isEqualTo(group.getFirst().x);
        assertThat(bucket.count()).isEqualTo(group.size());
        assertThat(List.of(bucket.first(), bucket.last(), bucket.min(), bucket.max()))
                .isEqualTo(numbers.length == 0 ? List.of(NAN, NAN, NAN, NAN) : ends(numbers));
        Double mean = mean(numbers);
        assertThat(bucket.mean())
                .isCloseTo(mean, within(Double.isFinite(mean) ? 1e-15 * Math.max(1, Math.abs(mean)) : 0));
    }

    private static List<Double> ends(double[] numbers) {
        DoubleSummaryStatistics statistics = Arrays.stream(numbers).summaryStatistics();
        return List.of(numbers[0], numbers[numbers.length - 1], statistics.getMin(), statistics.getMax());
    }

    private static double mean(double[] numbers) {
        if (!Arrays.stream(numbers).allMatch(Double::isFinite)) {
            return Arrays.stream(numbers).sum();
        }
        BigDecimal sum = Arrays.stream(numbers).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        return numbers.length == 0
                ? NAN
                : sum.divide(BigDecimal.valueOf(numbers.length), MathContext.DECIMAL128)
                        .doubleValue();
    }
}
