// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.store.Store;
import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Cut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Figures of long series, printed: bytes a point, charts, pages; run by hand with a folder on the disk to measure and how many
 * million points the long series is to have.
 */
final class ChartBenchmark {
    private static final int ROUNDS = 15;
    private static final RunId LONG = new RunId("long");

    private final Store store;

    private ChartBenchmark(Store store) {
        this.store = store;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int millions = Integer.parseInt(args[1]);
        try (Store store = SqliteStore.open(folder, StoreOptions.with(cause -> System.err.println(cause)))) {
            ChartBenchmark benchmark = new ChartBenchmark(store);
            benchmark.fill(millions);
            benchmark.fillHundred();
        }
        long bytes = Files.size(folder.resolve("runlore.db"));
        System.out.printf("%.2f bytes a point in the file%n", bytes / (millions * 1e6 + 1e6));
        try (Store store = SqliteStore.open(folder, StoreOptions.with(cause -> System.err.println(cause)))) {
            new ChartBenchmark(store).charts(millions);
        }
    }

    /** Losses as float32 gives them, whole steps, times 120 ms apart with up to 14 ms of jitter. */
    private static RunRecord loss(int step, Random random) {
        float value = (float) (Math.exp(-step / 2e6) + random.nextGaussian() * 0.01);
        return new RunRecord.Rows(
                "loss",
                MetricKind.SCALAR,
                1_700_000_000_000L + step * 120L + random.nextInt(15),
                OptionalDouble.of(step),
                Map.of("", List.of(Cell.of(value))));
    }

    private void create(RunId run) {
        RunDraft draft = RunDraft.of(run, "bench", User.named("anna"));
        store.runs().append(run, Writer.DIRECT, List.of(new RunRecord.Create(draft, WriterFacts.UNKNOWN)));
    }

    private void fill(int millions) {
        create(LONG);
        long start = System.nanoTime();
        Random random = new Random(1);
        for (int first = 0; first < millions * 1_000_000; first += 20_000) {
            store.runs().append(LONG, Writer.DIRECT, losses(first, 20_000, random));
        }
        store.metrics().seal(LONG);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("one series of %d million points: %.2f M points/s, sealed%n", millions, millions / seconds);
    }

    private static List<RunRecord> losses(int first, int count, Random random) {
        List<RunRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(loss(first + i, random));
        }
        return records;
    }

    private void fillHundred() {
        for (int i = 0; i < 100; i++) {
            RunId run = new RunId("run-" + i);
            create(run);
            store.runs().append(run, Writer.DIRECT, losses(0, 10_000, new Random(i)));
            store.metrics().seal(run);
        }
    }

    private void charts(int millions) {
        for (Axis.Own axis : Axis.Own.values()) {
            Cut whole = new Cut(axis, Optional.empty(), Optional.empty(), 2_000);
            time(
                    "chart of all points, 2,000 buckets, x = " + axis,
                    () -> store.metrics().buckets(List.of(LONG), "loss", "", whole));
        }
        double middle = millions * 500_000.0;
        Cut zoom = new Cut(Axis.Own.STEP, Optional.of(middle), Optional.of(middle + 400_000), 2_000);
        time("chart of 400,000 of them", () -> store.metrics().buckets(List.of(LONG), "loss", "", zoom));
        List<RunId> hundred =
                IntStream.range(0, 100).mapToObj(i -> new RunId("run-" + i)).toList();
        Cut many = new Cut(Axis.Own.STEP, Optional.empty(), Optional.empty(), 500);
        time(
                "chart of 100 series of 10,000 points, 500 buckets",
                () -> store.metrics().buckets(hundred, "loss", "", many));
        time(
                "a page of 100,000 points",
                () -> store.metrics().points(LONG, "loss", Optional.empty(), 100_000, Optional.empty()));
    }

    private static void time(String what, Runnable question) {
        long[] nanos = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            question.run();
            nanos[round] = System.nanoTime() - start;
        }
        double first = nanos[0] / 1e6;
        Arrays.sort(nanos);
        System.out.printf(
                "%s: median %.1f ms, least %.1f, first %.1f%n", what, nanos[ROUNDS / 2] / 1e6, nanos[0] / 1e6, first);
    }
}
