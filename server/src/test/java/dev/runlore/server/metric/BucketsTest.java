// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.metric.Buckets.Range;
import dev.runlore.store.MetricStore.SeriesPoints;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {
    /** Boxed, so that NaN equals itself. */
    private static final Double NAN = Double.NaN;

    private static SeriesPoints series(double[] steps, double... values) {
        long[] times = new long[values.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = 1_000 + 100L * i;
        }
        return new SeriesPoints(times, steps, values);
    }

    private static SeriesPoints stepless(double... values) {
        double[] steps = new double[values.length];
        Arrays.fill(steps, NAN);
        return series(steps, values);
    }

    private static String text(Buckets buckets) {
        StringBuilder text = new StringBuilder("n=" + buckets.n());
        for (Bucket b : buckets.buckets()) {
            text.append(String.format(
                    " x=%s:%s,%s,%s,%s,%s,%d", b.x(), b.first(), b.last(), b.min(), b.max(), b.mean(), b.count()));
        }
        return text.toString();
    }

    @Test
    void eachBucketHasItsFirstLastLeastGreatestMeanAndCount() {
        SeriesPoints points = series(new double[] {0, 1, 2, 3, 4, 5}, 3, 1, 2, 10, 30, 20);
        assertThat(text(Buckets.of(points, Axis.STEP, Range.ALL, 2)))
                .isEqualTo("n=6 x=0.0:3.0,2.0,1.0,3.0,2.0,3 x=3.0:10.0,20.0,10.0,30.0,20.0,3");
    }

    @Test
    void pointsOfOneStepStayInTheOrderTheyCame() {
        SeriesPoints points = series(new double[] {1, 0, 1, 0}, 11, 1, 12, 2);
        assertThat(text(Buckets.of(points, Axis.STEP, Range.ALL, 2)))
                .isEqualTo("n=4 x=0.0:1.0,2.0,1.0,2.0,1.5,2 x=1.0:11.0,12.0,11.0,12.0,11.5,2");
    }

    @Test
    void aPointWithoutAStepHasItsIndex() {
        assertThat(text(Buckets.of(stepless(5, 6, 7), Axis.STEP, Range.ALL, 3)))
                .isEqualTo("n=3 x=0.0:5.0,5.0,5.0,5.0,5.0,1 x=1.0:6.0,6.0,6.0,6.0,6.0,1 x=2.0:7.0,7.0,7.0,7.0,7.0,1");
    }

    @Test
    void timeIsInMillisecondsSince1970OrSinceTheFirstPoint() {
        assertThat(text(Buckets.of(stepless(5, 6), Axis.TIME, Range.ALL, 2)))
                .isEqualTo("n=2 x=1000.0:5.0,5.0,5.0,5.0,5.0,1 x=1100.0:6.0,6.0,6.0,6.0,6.0,1");
        assertThat(text(Buckets.of(stepless(5, 6), Axis.RELATIVE, Range.ALL, 2)))
                .isEqualTo("n=2 x=0.0:5.0,5.0,5.0,5.0,5.0,1 x=100.0:6.0,6.0,6.0,6.0,6.0,1");
    }

    @Test
    void notANumberCountsAndIsOtherwiseLeftOut() {
        SeriesPoints points = series(new double[] {0, 1, 2, 10}, NAN, 4, NAN, NAN);
        assertThat(text(Buckets.of(points, Axis.STEP, Range.ALL, 2)))
                .isEqualTo("n=4 x=0.0:4.0,4.0,4.0,4.0,4.0,3 x=10.0:NaN,NaN,NaN,NaN,NaN,1");
    }

    @ParameterizedTest
    @CsvSource({
        "Infinity, 1, Infinity",
        "-Infinity, 1, -Infinity",
        "Infinity, -Infinity, NaN",
        "1.7976931348623157E308, 1.7976931348623157E308, 1.7976931348623157E308",
        "1.7976931348623157E308, -1.7976931348623157E308, 0",
        "4.9E-324, 4.9E-324, 4.9E-324",
    })
    void theMeanOfTheEndsOfFloat64IsRight(double a, double b, double mean) {
        Buckets buckets = Buckets.of(series(new double[] {0, 0}, a, b), Axis.STEP, Range.ALL, 1);
        assertThat(buckets.buckets().getFirst().mean()).isEqualTo(Double.valueOf(mean));
    }

    @Test
    void theMeanOfManyDoesNotDrift() {
        double[] values = new double[1_000_000];
        Arrays.fill(values, 0.1);
        Bucket bucket =
                Buckets.of(stepless(values), Axis.STEP, Range.ALL, 1).buckets().getFirst();
        assertThat(bucket.mean()).isEqualTo(0.1);
    }

    @Test
    void fromAndToAreInclusive() {
        SeriesPoints points = series(new double[] {0, 1, 2, 3, 4}, 0, 1, 2, 3, 4);
        assertThat(text(Buckets.of(points, Axis.STEP, new Range(Optional.of(1.0), Optional.of(3.0)), 1)))
                .isEqualTo("n=3 x=1.0:1.0,3.0,1.0,3.0,2.0,3");
        assertThat(Buckets.of(points, Axis.STEP, new Range(Optional.of(9.0), Optional.empty()), 5))
                .isEqualTo(Buckets.NONE);
        assertThat(Buckets.of(points, Axis.STEP, new Range(Optional.empty(), Optional.of(-1.0)), 5))
                .isEqualTo(Buckets.NONE);
        assertThat(Buckets.of(series(new double[0]), Axis.STEP, Range.ALL, 5)).isEqualTo(Buckets.NONE);
    }

    @Test
    void bucketsWithoutPointsAreLeftOutAndTheOthersStayWhereTheyBelong() {
        SeriesPoints points = series(new double[] {5, 95}, 1, 2);
        assertThat(text(Buckets.of(points, Axis.STEP, new Range(Optional.of(0.0), Optional.of(100.0)), 10)))
                .isEqualTo("n=2 x=5.0:1.0,1.0,1.0,1.0,1.0,1 x=95.0:2.0,2.0,2.0,2.0,2.0,1");
    }

    @Test
    void aRangeOverAllOfFloat64StillHasBuckets() {
        Range all = new Range(Optional.of(-Double.MAX_VALUE), Optional.of(Double.MAX_VALUE));
        SeriesPoints points = series(new double[] {-1, 1}, 1, 2);
        assertThat(Buckets.of(points, Axis.STEP, all, 4000).n()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void bucketsAreThoseOfASlowCount(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            SeriesPoints points = random(random);
            Axis axis = Axis.values()[random.nextInt(3)];
            int width = 1 + random.nextInt(30);
            Range range = random.nextBoolean() ? Range.ALL : randomRange(random);
            assertSame(Buckets.of(points, axis, range, width), slow(points, axis, range, width));
        }
    }

    private static SeriesPoints random(Random random) {
        int size = random.nextInt(200);
        double[] steps = new double[size];
        long[] times = new long[size];
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            steps[i] = random.nextInt(10) == 0 ? NAN : random.nextInt(100) / 4.0;
            times[i] = random.nextInt(100);
            values[i] = random.nextInt(8) == 0 ? NAN : random.nextGaussian();
        }
        return new SeriesPoints(times, steps, values);
    }

    private static Range randomRange(Random random) {
        double from = random.nextInt(20);
        return new Range(Optional.of(from), Optional.of(from + random.nextInt(20)));
    }

    private record Point(double x, double value) {}

    /** The same by the plainest means: sort, filter, group. */
    private static TreeMap<Integer, List<Point>> slow(SeriesPoints points, Axis axis, Range range, int width) {
        List<Point> inside = new ArrayList<>();
        for (int i = 0; i < points.values().length; i++) {
            double x = switch (axis) {
                case STEP -> Double.isNaN(points.steps()[i]) ? i : points.steps()[i];
                case TIME -> points.times()[i];
                case RELATIVE -> points.times()[i] - points.times()[0];
            };
            inside.add(new Point(x, points.values()[i]));
        }
        inside.removeIf(point ->
                point.x() < range.from().orElse(-1e9) || point.x() > range.to().orElse(1e9));
        inside.sort(Comparator.comparingDouble(Point::x));
        TreeMap<Integer, List<Point>> groups = new TreeMap<>();
        for (Point point : inside) {
            double from = range.from().orElse(inside.getFirst().x());
            double to = range.to().orElse(inside.getLast().x());
            int number = to > from ? (int) ((point.x() - from) / (to - from) * width) : 0;
            groups.computeIfAbsent(Math.min(number, width - 1), n -> new ArrayList<>())
                    .add(point);
        }
        return groups;
    }

    private static void assertSame(Buckets fast, TreeMap<Integer, List<Point>> slow) {
        assertThat(fast.n())
                .isEqualTo(slow.values().stream().mapToInt(List::size).sum());
        assertThat(fast.buckets()).hasSameSizeAs(slow.values());
        int i = 0;
        for (List<Point> group : slow.values()) {
            Bucket bucket = fast.buckets().get(i++);
            double[] numbers = group.stream()
                    .mapToDouble(Point::value)
                    .filter(v -> !Double.isNaN(v))
                    .toArray();
            assertThat(bucket.x()).isEqualTo(group.getFirst().x());
            assertThat(bucket.count()).isEqualTo(group.size());
            assertThat(List.of(bucket.first(), bucket.last(), bucket.min(), bucket.max()))
                    .isEqualTo(numbers.length == 0 ? List.of(NAN, NAN, NAN, NAN) : ends(numbers));
            assertThat(bucket.mean()).isCloseTo(Double.valueOf(mean(numbers)), within(1e-15));
        }
    }

    private static List<Double> ends(double[] numbers) {
        DoubleSummaryStatistics statistics = Arrays.stream(numbers).summaryStatistics();
        return List.of(numbers[0], numbers[numbers.length - 1], statistics.getMin(), statistics.getMax());
    }

    private static double mean(double[] numbers) {
        if (numbers.length == 0) {
            return NAN;
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (double number : numbers) {
            sum = sum.add(new BigDecimal(number));
        }
        return sum.divide(BigDecimal.valueOf(numbers.length), MathContext.DECIMAL128)
                .doubleValue();
    }

    @Test
    void aQuestionBeyondTheLimitsIsRefused() {
        List<RunId> one = List.of(new RunId("a"));
        assertThatThrownBy(() -> new BucketQuery(List.of(), "m", "", Axis.STEP, Optional.empty(), Optional.empty(), 1))
                .isInstanceOf(RunloreException.class)
                .hasMessage("runs must name 1-100 runs but names 0; ask for fewer at once");
        assertThatThrownBy(() -> new BucketQuery(one, "m", "", Axis.STEP, Optional.empty(), Optional.empty(), 4001))
                .hasMessage("width must be from 1 to 4000 buckets but is 4001; ask for fewer");
        assertThatThrownBy(() -> new BucketQuery(one, "m", "", Axis.STEP, Optional.of(2.0), Optional.of(1.0), 5))
                .hasMessage("from must not be above to but is 2.0 and to is 1.0; swap them");
    }
}
