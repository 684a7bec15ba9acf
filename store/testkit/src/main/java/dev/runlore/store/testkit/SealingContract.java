// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.Metric;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Summary;
import dev.runlore.domain.Writer;
import dev.runlore.store.MetricStore.PointPage;
import dev.runlore.store.TransferStore.PointPlace;
import dev.runlore.store.TransferStore.PointSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points that are packed, or half of them, read as they were logged, value for value, on every way out. */
public abstract class SealingContract extends StoreContract {
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

    /** A metric as it was logged, kept in the plainest form: a row has the cells that were logged in it. */
    private record Logged(List<Long> times, List<Double> steps, List<Map<String, Cell>> rows) {
        private Logged() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        private List<Optional<Cell>> column(String name) {
            return rows.stream().map(row -> Optional.ofNullable(row.get(name))).toList();
        }

        private List<String> columns() {
            return rows.stream()
                    .flatMap(row -> row.keySet().stream())
                    .distinct()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whateverIsPackedWhenReadsAsItWasLogged(int seed) {
        Random random = new Random(seed);
        Map<String, Logged> logged = new LinkedHashMap<>();
        long[] next = {1, 1};
        send(writer(0), 0, create(draft(RUN)));
        send(writer(1), 0, create(draft(RUN)));
        for (int round = 0; round < 30; round++) {
            // a run that is resumed is written to by another writer
            int writer = random.nextInt(2);
            RunRecord[] records = records(random, logged);
            send(writer(writer), next[writer], records);
            next[writer] += records.length;
            switch (random.nextInt(8)) {
                case 0, 1 -> store.metrics().seal(RUN);
                case 2 -> reopen();
                case 3 -> assertRead(random, logged);
                default -> {}
            }
        }
        direct(RUN, status(RunStatus.Completed));
        assertRead(random, logged);
        store.metrics().seal(RUN);
        assertRead(random, logged);
        reopen();
        assertRead(random, logged);
    }

    private static RunRecord[] records(Random random, Map<String, Logged> logged) {
        List<RunRecord> records = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 900 : 30);
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(7);
            long time = random.nextInt(50) == 0 ? random.nextInt() : 1_700_000_000_000L + records.size() * 100L;
            OptionalDouble step = random.nextInt(4) == 0 ? OptionalDouble.empty() : step(random, logged, kind);
            Map<String, List<Cell>> columns = cells(random, kind);
            MetricKind metricKind = kind < 5 ? MetricKind.SCALAR : kind == 5 ? MetricKind.LIST : MetricKind.TABLE;
            records.add(rows("m" + kind, metricKind, time, step, columns));
            Logged metric = logged.computeIfAbsent("m" + kind, name -> new Logged());
            int rows = columns.values().iterator().next().size();
            for (int row = 0; row < rows; row++) {
                metric.times.add(time);
                metric.steps.add(step.orElse(Double.NaN));
                Map<String, Cell> cells = new LinkedHashMap<>();
                int at = row;
                columns.forEach((name, column) -> cells.put(name, column.get(at)));
                metric.rows.add(cells);
            }
        }
        return records.toArray(RunRecord[]::new);
    }

    /** In order for some metrics, repeated, late or broken for others. */
    private static OptionalDouble step(Random random, Map<String, Logged> logged, int kind) {
        int size = logged.getOrDefault("m" + kind, new Logged()).rows.size();
        return OptionalDouble.of(
                switch (kind) {
                    case 0, 1 -> size;
                    case 2 -> size / 3;
                    case 3 -> random.nextInt(1_000) - 500;
                    default -> random.nextInt(4_000) / 8.0;
                });
    }

    private static Map<String, List<Cell>> cells(Random random, int kind) {
        return switch (kind) {
            case 0 -> Map.of("", List.of(Cell.of((double) random.nextFloat())));
            case 1 -> Map.of("", List.of(Cell.of(random.nextInt(100))));
            case 2 -> Map.of("", List.of(Cell.of(random.nextBoolean())));
            case 3 -> Map.of("", List.of(Cell.of(random.nextGaussian())));
            case 4 -> Map.of("", List.of(ODD[random.nextInt(ODD.length)]));
            case 5 ->
                Map.of("", random.ints(3).mapToObj(i -> Cell.of(i / 1_000.0)).toList());
            default -> table(random);
        };
    }

    /** Columns of their own types, one of them born late, most of them not in every row. */
    private static Map<String, List<Cell>> table(Random random) {
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

    private void assertRead(Random random, Map<String, Logged> logged) {
        assertThat(pages(random, logged)).isEqualTo(logged);
        assertThat(exported(logged)).isEqualTo(logged);
        for (Metric metric : store.metrics().list(RUN, 1_000, Optional.empty()).items()) {
            for (Summary column : metric.columns()) {
                List<Cell> cells = logged.getOrDefault(metric.name(), new Logged()).column(column.column()).stream()
                        .flatMap(Optional::stream)
                        .toList();
                assertThat(column.count()).isEqualTo(cells.size());
                assertThat(column.first()).isEqualTo(cells.getFirst());
            }
        }
    }

    private Map<String, Logged> pages(Random random, Map<String, Logged> logged) {
        Map<String, Logged> read = new LinkedHashMap<>();
        logged.forEach((name, metric) -> {
            Logged all = read.computeIfAbsent(name, key -> new Logged());
            Optional<PageToken> token = Optional.empty();
            do {
                int limit = 1 + random.nextInt(3_000);
                PointPage page = store.metrics().points(RUN, name, Optional.empty(), limit, token);
                assertThat(page.times().length).isBetween(1, limit);
                add(all, page.times(), page.steps(), page.columns());
                token = page.next();
            } while (token.isPresent());
            String column = metric.columns().get(random.nextInt(metric.columns().size()));
            assertThat(store.metrics()
                            .points(RUN, name, Optional.of(column), 100_000, Optional.empty())
                            .columns())
                    .isEqualTo(Map.of(column, metric.column(column)));
        });
        return read;
    }

    private static void add(
            Logged metric, long[] times, double[] steps, Map<String, ? extends List<Optional<Cell>>> columns) {
        for (int row = 0; row < times.length; row++) {
            metric.times.add(times[row]);
            metric.steps.add(steps[row]);
            Map<String, Cell> cells = new LinkedHashMap<>();
            int at = row;
            columns.forEach((name, column) -> column.get(at).ifPresent(cell -> cells.put(name, cell)));
            metric.rows.add(cells);
        }
    }

    private Map<String, Logged> exported(Map<String, Logged> logged) {
        Map<String, Logged> read = new LinkedHashMap<>();
        logged.keySet().forEach(name -> read.put(name, new Logged()));
        Optional<PointPlace> place = Optional.of(PointPlace.START);
        while (place.isPresent()) {
            PointSlice slice = store.transfers().points(RUN, place.get());
            for (RunPart.Points points : slice.points()) {
                add(
                        read.computeIfAbsent(points.metric(), name -> new Logged()),
                        points.times(),
                        points.steps(),
                        points.columns());
            }
            place = slice.next();
        }
        return read;
    }

    @Test
    void longSeriesAreCutAndJoinedAndPagesGoOnAcrossTheCuts() {
        createRun(RUN);
        List<Cell> cells = new ArrayList<>();
        for (int request = 0; request < 40; request++) {
            List<Cell> more = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                more.add(Cell.of(Math.sin((double) cells.size() + i)));
            }
            direct(RUN, rows("x", MetricKind.LIST, request, OptionalDouble.of(request), Map.of("", more)));
            cells.addAll(more);
            if (request % 3 == 0) {
                store.metrics().seal(RUN);
            }
        }
        List<Cell> read = new ArrayList<>();
        Optional<PageToken> token = Optional.empty();
        do {
            PointPage page = store.metrics().points(RUN, "x", Optional.empty(), 7_777, token);
            page.columns().getOrDefault("", Cells.of(List.of())).forEach(cell -> read.add(cell.orElseThrow()));
            token = page.next();
            if (read.size() == 7_777 * 10) {
                store.metrics().seal(RUN);
            }
        } while (token.isPresent());
        assertThat(read).isEqualTo(cells);
    }

    @Test
    void textsThatAreLongComeInPagesThatAreNot() {
        createRun(RUN);
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Cell cell = Cell.of((i + "-").repeat(12_000));
            direct(RUN, point("text", i, cell));
            cells.add(cell);
        }
        store.metrics().seal(RUN);
        List<Cell> read = new ArrayList<>();
        Optional<PageToken> token = Optional.empty();
        int pages = 0;
        do {
            PointPage page = store.metrics().points(RUN, "text", Optional.empty(), 100_000, token);
            page.columns().getOrDefault("", Cells.of(List.of())).forEach(cell -> read.add(cell.orElseThrow()));
            token = page.next();
            pages++;
        } while (token.isPresent());
        assertThat(read).isEqualTo(cells);
        assertThat(pages).isGreaterThan(1);
    }

    /** A client without numbers sends any part of what it sent again, in any order, cut anyhow: each point is there once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void pointsThatAreSentAgainWithoutNumbersAreStoredOnce(int seed) {
        Random random = new Random(seed);
        createRun(RUN);
        List<RunRecord> sent = new ArrayList<>();
        Set<RunRecord> once = new LinkedHashSet<>();
        for (int request = 0; request < 60; request++) {
            List<RunRecord> records = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(60); i++) {
                boolean again = !sent.isEmpty() && random.nextInt(3) == 0;
                records.add(again ? sent.get(random.nextInt(sent.size())) : unnumbered(random, seed, sent.size() + i));
            }
            store.runs().append(RUN, Writer.UNNUMBERED, records);
            sent.addAll(records);
            once.addAll(records);
            if (random.nextInt(10) == 0) {
                store.metrics().seal(RUN);
            }
        }
        for (String name : List.of("x", "y")) {
            PointPage page = store.metrics().points(RUN, name, Optional.empty(), 100_000, Optional.empty());
            List<RunRecord> read = new ArrayList<>();
            for (int row = 0; row < page.times().length; row++) {
                double step = page.steps()[row];
                Cell cell = page.columns().getOrDefault("", Cells.of(List.of())).cell(row);
                read.add(rows(
                        name,
                        MetricKind.SCALAR,
                        page.times()[row],
                        Double.isNaN(step) ? OptionalDouble.empty() : OptionalDouble.of(step),
                        Map.of("", List.of(cell))));
            }
            assertThat(read)
                    .isEqualTo(once.stream()
                            .filter(record -> ((RunRecord.Rows) record).metric().equals(name))
                            .toList());
        }
    }

    /** Odd seeds have steps in order, even ones neither these nor times; few values, so that some differ in one thing alone. */
    private static RunRecord unnumbered(Random random, int seed, int number) {
        OptionalDouble step = seed % 2 == 1
                ? OptionalDouble.of(number / 3)
                : random.nextInt(4) == 0 ? OptionalDouble.empty() : OptionalDouble.of(random.nextInt(20));
        long time = seed % 2 == 1 ? 1_000 + number / 2 : random.nextInt(50);
        Cell[] values = {Cell.of(0.5), Cell.of(-0.0), Cell.of(0.0), Cell.of(Double.NaN), Cell.of(1), Cell.of(1.0)};
        return rows(
                random.nextBoolean() ? "x" : "y",
                MetricKind.SCALAR,
                time,
                step,
                Map.of("", List.of(values[random.nextInt(values.length)])));
    }
}
