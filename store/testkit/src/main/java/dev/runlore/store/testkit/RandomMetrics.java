// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Metrics of every kind, in whatever order, steps and types, from a seed; and what was logged so far. */
final class RandomMetrics {
    private static final Cell[] ODD = {
        Cell.of(Double.NaN),
        Cell.of(Double.POSITIVE_INFINITY),
        Cell.of(-0.0),
        Cell.of(Double.MIN_VALUE),
        Cell.of(1e308),
        Cell.of((1L << 53) + 1),
        Cell.of(Long.MIN_VALUE),
        Cell.of(true),
        Cell.of("NaN"),
        Cell.of("深度 😀"),
        Cell.of(""),
        Cell.NONE
    };

    private enum Shape {
        FLOATS,
        INTS,
        FLAGS,
        LATE,
        ODD,
        LIST,
        TABLE,
        TEXTS,
        NOTHING,
        WIDE_INTS,
        IMAGE;

        private MetricKind kind() {
            return switch (this) {
                case FLOATS, INTS, FLAGS, LATE, ODD, TEXTS, NOTHING, WIDE_INTS -> MetricKind.SCALAR;
                case LIST -> MetricKind.LIST;
                case TABLE -> MetricKind.TABLE;
                case IMAGE -> MetricKind.IMAGE;
            };
        }
    }

    /** A metric as it was logged, kept in the plainest form: a row has the cells that were logged in it. */
    record Logged(List<Long> times, List<Double> steps, List<Map<String, Cell>> rows) {
        Logged() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(long time, double step, Map<String, Cell> cells) {
            times.add(time);
            steps.add(step);
            rows.add(cells);
        }

        List<Optional<Cell>> column(String name) {
            return rows.stream().map(row -> Optional.ofNullable(row.get(name))).toList();
        }

        List<String> columns() {
            return rows.stream()
                    .flatMap(row -> row.keySet().stream())
                    .distinct()
                    .toList();
        }

        /** The cells that a column has. */
        List<PlainSummary.Point> points(String column) {
            List<PlainSummary.Point> points = new ArrayList<>();
            for (int row = 0; row < rows.size(); row++) {
                Cell cell = rows.get(row).get(column);
                if (cell != null) {
                    double step = steps.get(row);
                    points.add(new PlainSummary.Point(
                            times.get(row),
                            Double.isNaN(step) ? OptionalDouble.empty() : OptionalDouble.of(step),
                            cell));
                }
            }
            return points;
        }
    }

    private final Random random;
    private final Map<String, Logged> logged = new LinkedHashMap<>();

    RandomMetrics(Random random) {
        this.random = random;
    }

    /** By name, in the order of first appearance. */
    Map<String, Logged> logged() {
        return logged;
    }

    RunRecord[] records() {
        List<RunRecord> records = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 900 : 30);
        for (int i = 0; i < count; i++) {
            Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
            Logged metric = logged.computeIfAbsent(shape.name(), name -> new Logged());
            long time = random.nextInt(50) == 0 ? random.nextInt() : 1_700_000_000_000L + records.size() * 100L;
            OptionalDouble step = random.nextInt(4) == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(step(shape, metric.rows.size()));
            Map<String, List<Cell>> columns = cells(shape);
            records.add(new RunRecord.Rows(shape.name(), shape.kind(), time, step, columns));
            int rows = columns.values().iterator().next().size();
            for (int row = 0; row < rows; row++) {
                Map<String, Cell> cells = new LinkedHashMap<>();
                int at = row;
                columns.forEach((name, column) -> cells.put(name, column.get(at)));
                metric.add(time, step.orElse(Double.NaN), cells);
            }
        }
        return records.toArray(RunRecord[]::new);
    }

    /** In order for some metrics, repeated, late or broken for others. */
    private double step(Shape shape, int size) {
        return switch (shape) {
            case FLOATS, INTS, TEXTS, WIDE_INTS -> size;
            case FLAGS, IMAGE -> size / 3;
            case LATE -> random.nextInt(1_000) - 500;
            case ODD, LIST, TABLE, NOTHING -> random.nextInt(4_000) / 8.0;
        };
    }

    private Map<String, List<Cell>> cells(Shape shape) {
        return switch (shape) {
            case FLOATS -> Map.of("", List.of(Cell.of((double) random.nextFloat())));
            case INTS -> Map.of("", List.of(Cell.of(random.nextInt(100))));
            case FLAGS -> Map.of("", List.of(Cell.of(random.nextBoolean())));
            case LATE -> Map.of("", List.of(Cell.of(random.nextGaussian())));
            case ODD -> Map.of("", List.of(ODD[random.nextInt(ODD.length)]));
            case LIST ->
                Map.of("", random.ints(3).mapToObj(i -> Cell.of(i / 1_000.0)).toList());
            case TABLE -> table();
            case TEXTS -> Map.of("", List.of(Cell.of("é".repeat(random.nextInt(5)) + random.nextInt(20))));
            case NOTHING -> Map.of("", List.of(Cell.NONE));
            // a float64 has no place for their last digits
            case WIDE_INTS -> Map.of("", List.of(Cell.of(Long.MAX_VALUE - random.nextInt(3_000))));
            case IMAGE -> Map.of("", List.of(Cell.of("images/" + random.nextInt(1_000) + ".png")));
        };
    }

    /** Columns of their own types, one of them born late, most of them not in every row. */
    private Map<String, List<Cell>> table() {
        int rows = 1 + random.nextInt(3);
        Map<String, List<Cell>> columns = new LinkedHashMap<>();
        String[] names = {"a", "b", "c", "late"};
        int[] odds = {2, 2, 3, 40};
        for (int i = 0; i < names.length; i++) {
            if (random.nextInt(odds[i]) == 0) {
                List<Cell> cells = new ArrayList<>();
                for (int row = 0; row < rows; row++) {
                    cells.add(i == 0 ? Cell.of(random.nextInt()) : ODD[random.nextInt(i == 1 ? 5 : ODD.length)]);
                }
                columns.put(names[i], cells);
            }
        }
        return columns.isEmpty() ? Map.of("a", List.of(Cell.of(1))) : columns;
    }
}
