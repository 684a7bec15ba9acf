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
import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Bucket;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;
import dev.runlore.store.testkit.RandomMetrics.Logged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points that are packed, or half of them, read as they were logged, value for value, on every way out. */
public abstract class SealingContract extends StoreContract {
    /** Rows of a series that are packed together. */
    public record Packed(long series, long firstRow, int rows) {}

    /** What is packed now, of all series of the store. */
    protected abstract Set<Packed> packed();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whateverIsPackedWhenReadsAsItWasLogged(int seed) {
        Random random = new Random(seed);
        RandomMetrics metrics = new RandomMetrics(random);
        Map<String, Logged> logged = metrics.logged();
        long[] next = {1, 1};
        send(writer(0), 0, create(draft(RUN)));
        send(writer(1), 0, create(draft(RUN)));
        int merges = 0;
        for (int round = 0; round < 30; round++) {
            // a run that is resumed is written to by another writer
            int writer = random.nextInt(2);
            RunRecord[] records = metrics.records();
            send(writer(writer), next[writer], records);
            next[writer] += records.length;
            switch (random.nextInt(8)) {
                case 0, 1 -> merges += sealAndCountMerges();
                case 2 -> reopen();
                case 3 -> assertRead(random, logged);
                default -> {}
            }
        }
        direct(RUN, status(RunStatus.Completed));
        assertRead(random, logged);
        merges += sealAndCountMerges();
        assertThat(merges).as("chunks that were joined with newer points").isPositive();
        assertRead(random, logged);
        reopen();
        assertRead(random, logged);
    }

    /** Everything is packed afterwards; what was packed before and is not any more as it was, is part of something greater. */
    private int sealAndCountMerges() {
        Set<Packed> before = packed();
        store.metrics().seal(RUN);
        Set<Packed> after = packed();
        assertThat(after).isNotEmpty();
        return (int) before.stream().filter(packed -> !after.contains(packed)).count();
    }

    private void assertRead(Random random, Map<String, Logged> logged) {
        assertThat(pages(random, logged)).isEqualTo(logged);
        assertThat(exported(logged)).isEqualTo(logged);
        List<Metric> metrics =
                store.metrics().list(RUN, 1_000, Optional.empty()).items();
        assertThat(metrics).extracting(Metric::name).containsExactlyElementsOf(logged.keySet());
        for (Metric metric : metrics) {
            Logged all = Objects.requireNonNull(logged.get(metric.name()));
            assertThat(metric.columns()).extracting(Summary::column).containsExactlyInAnyOrderElementsOf(all.columns());
            for (Summary summary : metric.columns()) {
                assertThat(summary).isEqualTo(PlainSummary.of(summary.column(), all.points(summary.column())));
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
            Map<String, Cell> cells = new LinkedHashMap<>();
            int at = row;
            columns.forEach((name, column) -> column.get(at).ifPresent(cell -> cells.put(name, cell)));
            metric.add(times[row], steps[row], cells);
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

    /** Points 0, 1, 2 … that are appended and packed meanwhile: every answer has each of them once and in order, none fewer than before. */
    @Test
    void everyAnswerIsOfOneMomentWhilePointsArePacked() throws Exception {
        createRun(RUN);
        direct(RUN, numbers(0, 100));
        AtomicInteger appended = new AtomicInteger(100);
        AtomicInteger packings = new AtomicInteger();
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        Set<Packed> merged = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> ends = new ArrayList<>();
            ends.add(threads.submit(() -> {
                while (System.nanoTime() < end && appended.get() < 90_000) {
                    direct(RUN, numbers(appended.get(), 20));
                    appended.addAndGet(20);
                }
            }));
            ends.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    store.metrics().seal(RUN);
                    merged.addAll(packed());
                    packings.incrementAndGet();
                }
            }));
            for (int reader = 0; reader < 2; reader++) {
                ends.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        assertIsWhole(appended);
                    }
                }));
            }
            for (Future<?> one : ends) {
                one.get();
            }
        }
        assertThat(packings).hasValueGreaterThan(2);
        assertThat(merged).hasSizeGreaterThan(packed().size());
    }

    private static RunRecord[] numbers(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> point("x", number, Cell.of(number)))
                .toArray(RunRecord[]::new);
    }

    private void assertIsWhole(AtomicInteger appended) {
        int least = appended.get();
        PointPage page = store.metrics().points(RUN, "x", Optional.empty(), 100_000, Optional.empty());
        Cells cells = page.columns().getOrDefault("", Cells.of(List.of()));
        assertThat(page.steps())
                .isEqualTo(IntStream.range(0, cells.size()).asDoubleStream().toArray());
        least = assertAtLeast(least, cells);
        least = assertAtLeast(
                least, Objects.requireNonNull(exported(Map.of()).get("x")).column(""));
        Cut cut = new Cut(Axis.Own.STEP, Optional.empty(), Optional.empty(), 7);
        Buckets buckets = Objects.requireNonNull(
                store.metrics().buckets(List.of(RUN), "x", "", cut).get(RUN));
        long next = 0;
        for (Bucket bucket : buckets.buckets()) {
            assertThat(List.of(bucket.x(), bucket.first(), bucket.min())).containsOnly((double) next);
            next += bucket.count();
            assertThat(List.of(bucket.last(), bucket.max())).containsOnly(next - 1.0);
        }
        assertThat(next).isEqualTo(buckets.n()).isGreaterThanOrEqualTo(least);
    }

    private static int assertAtLeast(int least, List<Optional<Cell>> cells) {
        assertThat(cells)
                .hasSizeGreaterThanOrEqualTo(least)
                .isEqualTo(IntStream.range(0, cells.size())
                        .mapToObj(number -> Optional.of(Cell.of(number)))
                        .toList());
        return cells.size();
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
