// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunRecord;
import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;
import dev.runlore.store.testkit.PlainBuckets.Point;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Series of so many points that a chart takes blocks of them whole: no bucket is wrong, and none begins or ends too far off. */
public abstract class BlockBucketContract extends StoreContract {
    private static final int POINTS = 700_000;
    private static final int REQUEST = 20_000;

    private enum Shape {
        STEPS,
        WHOLE_NUMBERS_WITHOUT_STEPS,
        REPEATED_STEPS_AND_INFINITIES,
        STEPS_THAT_END_AND_SUMS_BEYOND_FLOAT64,
        COLUMN_WITH_HOLES,
        UNSORTED
    }

    @ParameterizedTest
    @EnumSource
    void veryManyPointsAreExactInEachBucketAtAnyZoom(Shape shape) {
        createRun(RUN);
        Random random = new Random(shape.ordinal());
        List<Point> points = log(shape, random);
        Map<Axis.Own, LongSeries> series = new EnumMap<>(Axis.Own.class);
        for (Axis.Own axis : Axis.Own.values()) {
            series.put(axis, LongSeries.along(axis, points));
        }
        series.forEach((axis, along) -> {
            assertSame(along, new Cut(axis, Optional.empty(), Optional.empty(), 2_000));
            for (int zoom = 0; zoom < 5; zoom++) {
                assertSame(along, zoom(random, axis, along, points.size()));
            }
        });
    }

    private List<Point> log(Shape shape, Random random) {
        List<Point> points = new ArrayList<>();
        long time = 1_700_000_000_000L;
        double step = 0;
        for (int row = 0; row < POINTS; ) {
            List<RunRecord> records = new ArrayList<>();
            for (int i = 0; i < REQUEST; i++, row++) {
                time += random.nextInt(3);
                step += shape != Shape.REPEATED_STEPS_AND_INFINITIES || random.nextInt(300) == 0 ? 1 : 0;
                Cell value = value(shape, random);
                Point point = shape == Shape.UNSORTED
                        ? new Point(time - random.nextInt(100_000), random.nextInt(POINTS), value.asDouble())
                        : new Point(time, hasStep(shape, row) ? step : PlainBuckets.NAN, value.asDouble());
                boolean isHole = shape == Shape.COLUMN_WITH_HOLES && (row < REQUEST || random.nextInt(16) == 0);
                records.add(record(point, isHole ? "another" : "v", value));
                if (!isHole) {
                    points.add(point);
                }
            }
            direct(RUN, records.toArray(RunRecord[]::new));
            if (row % (10 * REQUEST) == 0) {
                store.metrics().seal(RUN);
            }
        }
        return points;
    }

    private static RunRecord record(Point point, String column, Cell value) {
        OptionalDouble step = Double.isNaN(point.step()) ? OptionalDouble.empty() : OptionalDouble.of(point.step());
        return rows("t", MetricKind.TABLE, point.time(), step, Map.of(column, List.of(value)));
    }

    private static boolean hasStep(Shape shape, int row) {
        return switch (shape) {
            case WHOLE_NUMBERS_WITHOUT_STEPS -> false;
            case STEPS_THAT_END_AND_SUMS_BEYOND_FLOAT64 -> row < POINTS / 3;
            case STEPS, REPEATED_STEPS_AND_INFINITIES, COLUMN_WITH_HOLES, UNSORTED -> true;
        };
    }

    private static Cell value(Shape shape, Random random) {
        boolean isOdd = random.nextInt(500) == 0;
        double number = random.nextGaussian() * 1_000;
        return switch (shape) {
            case WHOLE_NUMBERS_WITHOUT_STEPS -> Cell.of(isOdd ? random.nextLong() : random.nextInt(1_000));
            case REPEATED_STEPS_AND_INFINITIES ->
                Cell.of(isOdd && random.nextBoolean() ? PlainBuckets.NAN : isOdd ? number / 0.0 : number);
            case STEPS_THAT_END_AND_SUMS_BEYOND_FLOAT64 -> Cell.of(isOdd ? Math.signum(number) * 1.5e308 : number);
            case STEPS, COLUMN_WITH_HOLES, UNSORTED -> Cell.of(isOdd ? PlainBuckets.NAN : number);
        };
    }

    /** Some points, just so few that each is looked at, or nearly all. */
    private static Cut zoom(Random random, Axis.Own axis, LongSeries series, int points) {
        int first = random.nextInt(40_000);
        int last = switch (random.nextInt(4)) {
            case 0 -> first + random.nextInt(points - first);
            case 1 -> first + 500_000 + random.nextInt(12_000);
            default -> points - 1 - random.nextInt(40_000);
        };
        Optional<Double> from = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(series.x(first) - 0.5);
        Optional<Double> to = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(series.x(last) + 0.5);
        return new Cut(axis, from, to, 1 + random.nextInt(4_000));
    }

    private void assertSame(LongSeries series, Cut cut) {
        Buckets buckets = store.metrics().buckets(List.of(RUN), "t", "v", cut).getOrDefault(RUN, Buckets.NONE);
        series.assertSame(buckets, cut);
    }
}
