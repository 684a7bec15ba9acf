// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Bucket;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;
import dev.runlore.store.testkit.PlainBuckets.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Series cut into buckets: what a chart shows is what a slow count of all points says, wherever the points lie. */
public abstract class BucketContract extends StoreContract {
    private static final Double NAN = PlainBuckets.NAN;

    private static final Cut TWO = cut(Axis.Own.STEP, 2);

    /** A series: of a metric, its column. */
    private record Column(String metric, String name) {}

    private static final Column EPOCH = new Column("epoch", "");

    private static final List<Column> TABLE =
            List.of(new Column("t", "dense"), new Column("t", "sparse"), new Column("t", "late"));

    private static Cut cut(Axis axis, int width) {
        return new Cut(axis, Optional.empty(), Optional.empty(), width);
    }

    private static Cut cut(Axis axis, double from, double to, int width) {
        return new Cut(axis, Optional.of(from), Optional.of(to), width);
    }

    private static RunRecord record(String metric, Point point) {
        OptionalDouble step = Double.isNaN(point.step()) ? OptionalDouble.empty() : OptionalDouble.of(point.step());
        return rows(metric, MetricKind.SCALAR, point.time(), step, Map.of("", List.of(Cell.of(point.value()))));
    }

    private void log(String metric, List<Point> points) {
        if (!points.isEmpty()) {
            direct(RUN, points.stream().map(point -> record(metric, point)).toArray(RunRecord[]::new));
        }
    }

    /** A series in a run of its own, 100 ms apart from 1,000 ms on; the steps end before the values where the rest has none. */
    private void series(double[] steps, double... values) {
        createRun(RUN);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            points.add(new Point(1_000 + 100L * i, i < steps.length ? steps[i] : NAN, values[i]));
        }
        log("x", points);
    }

    private void stepless(double... values) {
        series(new double[0], values);
    }

    private Buckets buckets(Cut cut) {
        return store.metrics().buckets(List.of(RUN), "x", "", cut).getOrDefault(RUN, Buckets.NONE);
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
        series(new double[] {0, 1, 2, 3, 4, 5}, 3, 1, 2, 10, 30, 20);
        assertThat(text(buckets(TWO))).isEqualTo("n=6 x=0.0:3.0,2.0,1.0,3.0,2.0,3 x=3.0:10.0,20.0,10.0,30.0,20.0,3");
    }

    @Test
    void pointsOfOneStepStayInTheOrderTheyCame() {
        series(new double[] {1, 0, 1, 0}, 11, 1, 12, 2);
        assertThat(text(buckets(TWO))).isEqualTo("n=4 x=0.0:1.0,2.0,1.0,2.0,1.5,2 x=1.0:11.0,12.0,11.0,12.0,11.5,2");
    }

    @Test
    void aPointWithoutAStepHasItsIndex() {
        stepless(5, 6, 7);
        assertThat(text(buckets(cut(Axis.Own.STEP, 3))))
                .isEqualTo("n=3 x=0.0:5.0,5.0,5.0,5.0,5.0,1 x=1.0:6.0,6.0,6.0,6.0,6.0,1 x=2.0:7.0,7.0,7.0,7.0,7.0,1");
    }

    @Test
    void timeIsInMillisecondsSince1970OrSinceTheFirstPoint() {
        stepless(5, 6);
        assertThat(text(buckets(cut(Axis.Own.TIME, 2))))
                .isEqualTo("n=2 x=1000.0:5.0,5.0,5.0,5.0,5.0,1 x=1100.0:6.0,6.0,6.0,6.0,6.0,1");
        assertThat(text(buckets(cut(Axis.Own.RELATIVE, 2))))
                .isEqualTo("n=2 x=0.0:5.0,5.0,5.0,5.0,5.0,1 x=100.0:6.0,6.0,6.0,6.0,6.0,1");
    }

    @Test
    void anotherMetricIsWhatItSaidLast() {
        createRun(RUN);
        log("x", List.of(new Point(1, 0, 10), new Point(2, 1, 11), new Point(3, 4, 14), new Point(4, 9, 19)));
        log("epoch", List.of(new Point(1, 1, 100), new Point(2, 4, 200), new Point(3, 4, 201), new Point(4, 8, NAN)));
        log("clock", List.of(new Point(2, NAN, 7), new Point(3, NAN, 8)));

        Axis epoch = new Axis.Other("epoch", "");
        assertThat(text(buckets(cut(epoch, 2))))
                .isEqualTo("n=2 x=100.0:11.0,11.0,11.0,11.0,11.0,1 x=201.0:14.0,14.0,14.0,14.0,14.0,1");
        assertThat(text(buckets(cut(epoch, 150, 300, 1)))).isEqualTo("n=1 x=201.0:14.0,14.0,14.0,14.0,14.0,1");
        assertThat(text(buckets(cut(new Axis.Other("clock", ""), 1))))
                .isEqualTo("n=3 x=7.0:11.0,19.0,11.0,19.0," + (11.0 + 14 + 19) / 3 + ",3");
        assertThat(buckets(cut(new Axis.Other("nope", ""), 1))).isEqualTo(Buckets.NONE);

        log("late", List.of(new Point(1, 4, 7), new Point(2, 0, 3)));
        assertThat(text(buckets(cut(new Axis.Other("late", ""), 2))))
                .isEqualTo("n=4 x=3.0:10.0,11.0,10.0,11.0,10.5,2 x=7.0:14.0,19.0,14.0,19.0,16.5,2");
    }

    @Test
    void notANumberCountsAndIsOtherwiseLeftOut() {
        series(new double[] {0, 1, 2, 10}, NAN, 4, NAN, NAN);
        assertThat(text(buckets(TWO))).isEqualTo("n=4 x=0.0:4.0,4.0,4.0,4.0,4.0,3 x=10.0:NaN,NaN,NaN,NaN,NaN,1");
    }

    @Test
    void whatIsNoNumberIsNoPointAndBooleansAreOneAndZero() {
        createRun(RUN);
        direct(
                RUN,
                point("x", 1, Cell.of(0.5)),
                point("x", 2, Cell.of("text")),
                point("x", 3, Cell.of(true)),
                point("x", 4, Cell.NONE),
                point("x", 5, Cell.of(7L)));
        assertThat(text(buckets(cut(Axis.Own.STEP, 3))))
                .isEqualTo("n=3 x=1.0:0.5,0.5,0.5,0.5,0.5,1 x=3.0:1.0,1.0,1.0,1.0,1.0,1 x=5.0:7.0,7.0,7.0,7.0,7.0,1");
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
        series(new double[] {0, 0}, a, b);
        assertThat(buckets(TWO).buckets().getFirst().mean()).isEqualTo(Double.valueOf(mean));
    }

    @Test
    void fromAndToAreInclusive() {
        series(new double[] {0, 1, 2, 3, 4}, 0, 1, 2, 3, 4);
        assertThat(text(buckets(cut(Axis.Own.STEP, 1, 3, 1)))).isEqualTo("n=3 x=1.0:1.0,3.0,1.0,3.0,2.0,3");
        assertThat(buckets(new Cut(Axis.Own.STEP, Optional.of(9.0), Optional.empty(), 5)))
                .isEqualTo(Buckets.NONE);
        assertThat(buckets(new Cut(Axis.Own.STEP, Optional.empty(), Optional.of(-1.0), 5)))
                .isEqualTo(Buckets.NONE);
    }

    @Test
    void bucketsWithoutPointsAreLeftOutAndTheOthersStayWhereTheyBelong() {
        series(new double[] {5, 95}, 1, 2);
        assertThat(text(buckets(cut(Axis.Own.STEP, 0, 100, 10))))
                .isEqualTo("n=2 x=5.0:1.0,1.0,1.0,1.0,1.0,1 x=95.0:2.0,2.0,2.0,2.0,2.0,1");
    }

    @Test
    void aRangeOverAllOfFloat64StillHasBuckets() {
        series(new double[] {-1, 1}, 1, 2);
        assertThat(buckets(cut(Axis.Own.STEP, -Double.MAX_VALUE, Double.MAX_VALUE, 4000))
                        .n())
                .isEqualTo(2);
    }

    @Test
    void runsWithoutTheSeriesAreLeftOut() {
        RunId other = new RunId("other");
        createRun(other);
        stepless(1);
        direct(RUN, value("text", Cell.of("t")));
        assertThat(store.metrics()
                        .buckets(List.of(other, RUN, new RunId("none")), "x", "", TWO)
                        .keySet())
                .containsExactly(RUN);
        assertThat(store.metrics().buckets(List.of(RUN), "x", "column", TWO)).isEmpty();
        assertThat(store.metrics().buckets(List.of(RUN), "text", "", TWO)).containsEntry(RUN, Buckets.NONE);
    }

    @Test
    void aCutBeyondTheLimitsIsRefused() {
        assertThatThrownBy(() -> cut(Axis.Own.STEP, 4001))
                .hasMessage("width must be from 1 to 4000 buckets but is 4001; ask for fewer");
        assertThatThrownBy(() -> cut(Axis.Own.STEP, 2, 1, 5))
                .hasMessage("from must not be above to but is 2.0 and to is 1.0; swap them");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void bucketsAreThoseOfASlowCountWhatEverIsSealed(int seed) {
        Random random = new Random(seed);
        createRun(RUN);
        List<Point> points = new ArrayList<>();
        for (int round = 0; round < 25; round++) {
            List<Point> more = random(random, random.nextInt(200), seed);
            log("x", more);
            points.addAll(more);
            if (random.nextInt(4) == 0) {
                store.metrics().seal(RUN);
            }
            for (int question = 0; question < 8; question++) {
                Axis.Own axis = Axis.Own.values()[random.nextInt(3)];
                int width = 1 + random.nextInt(30);
                Cut cut = random.nextBoolean() ? cut(axis, width) : randomRange(random, axis, width);
                new PlainBuckets(points, List.of()).assertSame(buckets(cut), cut);
            }
        }
    }

    /** The seed says how the points are: with and without steps, in order or not. */
    private static List<Point> random(Random random, int size, int seed) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double step = seed % 3 == 0 && random.nextInt(10) == 0 ? NAN : random.nextInt(100) / 4.0;
            points.add(new Point(
                    random.nextInt(100),
                    seed % 3 == 1 ? NAN : step,
                    random.nextInt(8) == 0 ? NAN : random.nextGaussian()));
        }
        if (seed % 2 == 0) {
            points.sort(Comparator.comparingDouble(Point::step));
        }
        return points;
    }

    private static Cut randomRange(Random random, Axis axis, int width) {
        double from = random.nextInt(20);
        return cut(axis, from, from + random.nextInt(20), width);
    }

    /** Columns that have holes, begin late or are not numbers throughout, along what they have themselves and along each other. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void columnsAlongOtherColumnsAreThoseOfASlowCountWhatEverIsSealed(int seed) {
        Random random = new Random(seed);
        createRun(RUN);
        Map<Column, List<Point>> points = new LinkedHashMap<>();
        for (int round = 0; round < 16; round++) {
            List<RunRecord> records = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                records.add(row(random, seed, round, points));
            }
            direct(RUN, records.toArray(RunRecord[]::new));
            assertColumns(random, points);
            if (round > 3 && random.nextInt(3) == 0) {
                store.metrics().seal(RUN);
                assertColumns(random, points);
            }
        }
    }

    /** The seed says how steps are: missing here and there, in order with some repeated, or in none. */
    private static RunRecord row(Random random, int seed, int round, Map<Column, List<Point>> points) {
        long time = random.nextInt(100);
        double step = switch (seed % 3) {
            case 0 -> random.nextInt(10) == 0 ? NAN : random.nextInt(100) / 4.0;
            case 1 -> round * 2 + random.nextInt(2);
            default -> random.nextInt(100) / 4.0;
        };
        boolean isEpoch = random.nextInt(4) == 0;
        int rows = isEpoch ? 1 : 1 + random.nextInt(3);
        Map<String, List<Cell>> columns = new LinkedHashMap<>();
        for (Column column : isEpoch ? List.of(EPOCH) : TABLE) {
            if (hasCells(random, column, round)) {
                List<Cell> cells =
                        Stream.generate(() -> cell(random)).limit(rows).toList();
                columns.put(column.name, cells);
                cells.stream()
                        .filter(cell -> !(cell instanceof Cell.Text || cell instanceof Cell.None))
                        .forEach(cell -> points.computeIfAbsent(column, key -> new ArrayList<>())
                                .add(new Point(time, step, cell.asDouble())));
            }
        }
        return rows(
                isEpoch ? "epoch" : "t",
                isEpoch ? MetricKind.SCALAR : MetricKind.TABLE,
                time,
                Double.isNaN(step) ? OptionalDouble.empty() : OptionalDouble.of(step),
                columns);
    }

    private static boolean hasCells(Random random, Column column, int round) {
        return switch (column.name) {
            case "sparse" -> random.nextInt(8) == 0;
            case "late" -> round > 7 && random.nextBoolean();
            default -> true;
        };
    }

    private static Cell cell(Random random) {
        return switch (random.nextInt(30)) {
            case 0 -> Cell.of(NAN);
            case 1 -> Cell.of(Double.POSITIVE_INFINITY);
            case 2 -> Cell.of(Double.NEGATIVE_INFINITY);
            case 3 -> Cell.of("text");
            case 4 -> Cell.NONE;
            case 5, 6 -> Cell.of(random.nextBoolean());
            case 7, 8, 9 -> Cell.of(random.nextGaussian());
            default -> Cell.of(random.nextInt(25));
        };
    }

    private void assertColumns(Random random, Map<Column, List<Point>> points) {
        List<Axis> axes = new ArrayList<>(List.of(Axis.Own.values()));
        Stream.concat(TABLE.stream(), Stream.of(EPOCH))
                .forEach(column -> axes.add(new Axis.Other(column.metric, column.name)));
        for (Axis axis : axes) {
            Column column = random.nextInt(4) == 0 ? EPOCH : TABLE.get(random.nextInt(3));
            int width = 1 + random.nextInt(30);
            Cut cut = random.nextBoolean() ? cut(axis, width) : randomRange(random, axis, width);
            Buckets buckets = store.metrics()
                    .buckets(List.of(RUN), column.metric, column.name, cut)
                    .getOrDefault(RUN, Buckets.NONE);
            List<Point> other = axis instanceof Axis.Other(String metric, String name)
                    ? points.getOrDefault(new Column(metric, name), List.of())
                    : List.of();
            new PlainBuckets(points.getOrDefault(column, List.of()), other).assertSame(buckets, cut);
        }
    }
}
