// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterId;
import dev.runlore.store.RunQuery;
import dev.runlore.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Figures of the store, printed; run by hand with a folder on the disk to measure. {@code bench/store.md} has results. */
final class StoreBenchmark {
    private static final User ANNA = User.named("anna");
    private static final int ROUNDS = 3;

    private final Store store;

    private StoreBenchmark(Store store) {
        this.store = store;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        try (Store store = SqliteStore.open(folder, StoreOptions.with(cause -> System.err.println(cause)))) {
            StoreBenchmark benchmark = new StoreBenchmark(store);
            for (int round = 1; round <= ROUNDS; round++) {
                System.out.printf("round %d%n", round);
                benchmark.sixteenWriters(round);
                benchmark.createdRuns(round);
                benchmark.oneWriterOfManySeries(round);
            }
            benchmark.lists();
        }
        System.out.printf("database %,d KiB%n", size(folder) / 1024);
    }

    private static long size(Path folder) throws IOException {
        return Files.size(folder.resolve("runlore.db"));
    }

    private static RunRecord create(RunId run) {
        return new RunRecord.Create(RunDraft.of(run, "bench", ANNA), WriterFacts.UNKNOWN);
    }

    /** 16 writers, each to a run of its own, 60 requests of 1,000 points in 50 series. */
    private void sixteenWriters(int round) throws Exception {
        int requests = 60;
        List<List<RunRecord>> bodies = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            bodies.add(values(50, 20, i * 20));
        }
        long start = System.nanoTime();
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < 16; w++) {
                RunId run = new RunId("wide-" + round + "-" + w);
                done.add(threads.submit(() -> send(run, bodies)));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        rate("16 writers x 60 requests of 1,000 points in 50 series", 16L * requests * 1_000, start);
    }

    /** 500 requests of 200 series and one point each from one writer: one request after another, and in batches. */
    private void oneWriterOfManySeries(int round) {
        List<List<RunRecord>> alone = new ArrayList<>();
        List<List<RunRecord>> batched = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            alone.add(values(200, 1, i));
        }
        for (int i = 0; i < 500; i += 50) {
            batched.add(values(200, 50, i));
        }
        long start = System.nanoTime();
        send(new RunId("alone-" + round), alone);
        rate("one writer, 500 requests of 200 series x 1 point, one by one", 100_000, start);
        start = System.nanoTime();
        send(new RunId("batched-" + round), batched);
        rate("the same in 10 requests of 50 records", 100_000, start);
    }

    private void send(RunId run, List<List<RunRecord>> bodies) {
        WriterId writer = new WriterId(UUID.randomUUID());
        long next = store.runs()
                .append(run, new Writer.Numbered(writer, 0, false), List.of(create(run)))
                .nextRecord();
        for (List<RunRecord> body : bodies) {
            next = store.runs()
                    .append(run, new Writer.Numbered(writer, next, false), body)
                    .nextRecord();
        }
    }

    private static List<RunRecord> values(int series, int steps, int first) {
        List<RunRecord> records = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            Map<String, Cell> values = new LinkedHashMap<>();
            for (int s = 0; s < series; s++) {
                values.put("metric " + s, Cell.of((float) Math.exp(-(first + step) / 500.0) + s * 0.001));
            }
            long time = 1_700_000_000_000L + (first + step) * 120L;
            records.add(new RunRecord.Values(time, OptionalDouble.of(first + step), values));
        }
        return records;
    }

    /** Runs with 15 values each, one after another. */
    private void createdRuns(int round) {
        int count = 500;
        long[] nanos = new long[count];
        List<RunRecord> values = values(15, 1, 0);
        for (int i = 0; i < count; i++) {
            RunId run = new RunId("made-" + round + "-" + i);
            long start = System.nanoTime();
            store.runs().append(run, Writer.DIRECT, List.of(create(run), values.getFirst()));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "make a run with 15 values: median %.2f ms, p99 %.2f ms%n",
                nanos[count / 2] / 1e6, nanos[count * 99 / 100] / 1e6);
    }

    /** 100,000 runs, then the first page and one far behind it. */
    private void lists() throws Exception {
        long start = System.nanoTime();
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < 50; w++) {
                int writer = w;
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        RunId run = new RunId("many-" + writer + "-" + i);
                        store.runs().append(run, Writer.DIRECT, List.of(create(run)));
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        System.out.printf("100,000 runs made in %.1f s%n", (System.nanoTime() - start) / 1e9);
        for (int i = 0; i < 3; i++) {
            long before = System.nanoTime();
            store.runs().list(RunQuery.newest(100));
            System.out.printf("newest 100 of 100,000 runs: %.1f ms%n", (System.nanoTime() - before) / 1e6);
        }
        long before = System.nanoTime();
        int points = store.metrics()
                .points(new RunId("wide-1-0"), "metric 7", Optional.empty(), 100_000, Optional.empty())
                .times()
                .length;
        System.out.printf("%,d points of one of 50 series: %.1f ms%n", points, (System.nanoTime() - before) / 1e6);
    }

    private static void rate(String what, long points, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s: %,.0f points/s (%.0f ms)%n", what, points / seconds, seconds * 1e3);
    }
}
