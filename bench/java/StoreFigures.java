// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

import dev.runlore.domain.Cell;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterId;
import dev.runlore.domain.filter.FilterParser;
import dev.runlore.domain.filter.RunOrderParser;
import dev.runlore.store.Archived;
import dev.runlore.store.RunQuery;
import dev.runlore.store.Store;
import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Cut;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Figures of the store alone, without a server before it. Prints one JSON object of numbers.
 *
 * <pre>
 * StoreFigures writers FOLDER            16 writers, 10,000 points a request, until all is sealed
 * StoreFigures long FOLDER MILLIONS      makes one long series and 100 short ones, sealed: bytes a point
 * StoreFigures charts FOLDER MILLIONS    charts of these
 * StoreFigures wide FOLDER NAMES         a run with so many metric names
 * StoreFigures runs FOLDER RUNS          makes so many runs with 50 metrics and 5 parameters
 * StoreFigures table FOLDER              filters and sorts these
 * StoreFigures fill FOLDER MILLIONS      writes a long series and ends as if by kill -9
 * StoreFigures pages FOLDER MILLIONS     writes what the studio's pages show: a long series, 100 short ones, 12,000 metrics of a run
 * </pre>
 *
 * Runs from its source, with the product's jars on the class path; bench/run does that.
 */
final class StoreFigures {
    private static final int ASKED = 15;
    private static final RunId LONG = new RunId("long");
    private static final int REQUEST = 10_000;
    private static final int METRICS = 50;
    private static final RunRecord COMPLETED =
            new RunRecord.Status(RunStatus.Completed, Optional.empty(), Optional.empty());

    private final Store store;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    private StoreFigures(Store store) {
        this.store = store;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[1]));
        int size = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Store store = open(folder)) {
            StoreFigures bench = new StoreFigures(store);
            switch (args[0]) {
                case "writers" -> bench.writers();
                case "long" -> bench.longSeries(size);
                case "charts" -> bench.charts(size);
                case "runs" -> bench.runs(size);
                case "table" -> bench.table();
                case "wide" -> bench.wide(size);
                case "pages" -> bench.pages(size);
                case "fill" -> {
                    bench.fill(size);
                    Runtime.getRuntime().halt(137);
                }
                default -> throw new IllegalArgumentException(args[0]);
            }
            figures.putAll(bench.figures);
        }
        if (args[0].equals("long")) {
            figures.put("bytes_a_point", Files.size(folder.resolve("runlore.db")) / (size * 1e6 + 1e6));
        }
        print(figures);
    }

    private static Store open(Path folder) {
        return SqliteStore.open(folder, StoreOptions.with(cause -> {
            throw new IllegalStateException("the disk failed", cause);
        }));
    }

    private static void print(Map<String, Double> figures) {
        List<String> fields = new ArrayList<>();
        figures.forEach((name, value) -> fields.add("\"" + name + "\": " + value));
        System.out.println("{" + String.join(", ", fields) + "}");
    }

    private void create(RunId run) {
        create(run, "bench");
    }

    private void create(RunId run, String experiment) {
        RunDraft draft = RunDraft.of(run, experiment, User.named("anna"));
        store.runs().append(run, Writer.DIRECT, List.of(new RunRecord.Create(draft, WriterFacts.UNKNOWN)));
    }

    /** Requests of one run: 200 steps of 50 series each. The first round warms up. */
    private void writers() throws Exception {
        List<List<RunRecord>> bodies = new ArrayList<>();
        for (int first = 0; first < 6_000; first += 200) {
            bodies.add(steps(first, 200, 50));
        }
        for (int round = 0; round < 3; round++) {
            figures.put("points_per_s", writersOnce(round, bodies));
        }
    }

    private double writersOnce(int round, List<List<RunRecord>> bodies) throws Exception {
        long start = System.nanoTime();
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < 16; writer++) {
                RunId run = new RunId("writer-" + round + "-" + writer);
                done.add(threads.submit(() -> {
                    send(run, bodies);
                    store.metrics().seal(run);
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        return 16.0 * bodies.size() * REQUEST / ((System.nanoTime() - start) / 1e9);
    }

    private void send(RunId run, List<List<RunRecord>> bodies) {
        create(run);
        WriterId writer = new WriterId(UUID.randomUUID());
        long next = 0;
        for (List<RunRecord> body : bodies) {
            next = store.runs()
                    .append(run, new Writer.Numbered(writer, next, false), body)
                    .nextRecord();
        }
    }

    private static List<RunRecord> steps(int first, int count, int series) {
        List<RunRecord> records = new ArrayList<>();
        Random random = new Random(first);
        for (int step = first; step < first + count; step++) {
            Map<String, Cell> values = new LinkedHashMap<>();
            for (int s = 0; s < series; s++) {
                values.put("metric " + s, loss(step, random));
            }
            records.add(new RunRecord.Values(time(step, random), OptionalDouble.of(step), values));
        }
        return records;
    }

    /** As float32 gives it. */
    private static Cell loss(int step, Random random) {
        return Cell.of((float) (Math.exp(-step / 2e6) + random.nextGaussian() * 0.01));
    }

    /** 120 ms apart with up to 14 ms of jitter. */
    private static long time(int step, Random random) {
        return 1_700_000_000_000L + step * 120L + random.nextInt(15);
    }

    private static List<RunRecord> losses(int first, int count, Random random) {
        List<RunRecord> records = new ArrayList<>();
        for (int step = first; step < first + count; step++) {
            records.add(new RunRecord.Values(
                    time(step, random), OptionalDouble.of(step), Map.of("loss", loss(step, random))));
        }
        return records;
    }

    private void fill(int millions) {
        create(LONG);
        Random random = new Random(1);
        for (int first = 0; first < millions * 1_000_000; first += 2 * REQUEST) {
            store.runs().append(LONG, Writer.DIRECT, losses(first, 2 * REQUEST, random));
        }
    }

    private void longSeries(int millions) {
        long start = System.nanoTime();
        fill(millions);
        store.metrics().seal(LONG);
        figures.put("points_per_s", millions * 1e6 / ((System.nanoTime() - start) / 1e9));
        for (int i = 0; i < 100; i++) {
            RunId run = new RunId("run-" + i);
            create(run);
            store.runs().append(run, Writer.DIRECT, losses(0, REQUEST, new Random(i)));
            store.metrics().seal(run);
        }
    }

    private void pages(int millions) {
        fill(millions);
        store.metrics().seal(LONG);
        for (int i = 0; i < 100; i++) {
            RunId run = new RunId("shown-" + i);
            create(run, "shown");
            store.runs().append(run, Writer.DIRECT, losses(0, 2_000, new Random(i)));
            store.runs().append(run, Writer.DIRECT, List.of(COMPLETED));
        }
        appendToEach(12_000);
    }

    private void charts(int millions) {
        Cut whole = new Cut(Axis.Own.STEP, Optional.empty(), Optional.empty(), 2_000);
        ask("chart", () -> store.metrics().buckets(List.of(LONG), "loss", "", whole));
        double middle = millions * 500_000.0;
        Cut zoom = new Cut(Axis.Own.STEP, Optional.of(middle), Optional.of(middle + 400_000), 2_000);
        ask("zoom", () -> store.metrics().buckets(List.of(LONG), "loss", "", zoom));
        List<RunId> hundred =
                IntStream.range(0, 100).mapToObj(i -> new RunId("run-" + i)).toList();
        Cut many = new Cut(Axis.Own.STEP, Optional.empty(), Optional.empty(), 500);
        ask("hundred", () -> store.metrics().buckets(hundred, "loss", "", many));
    }

    /** One point to each of very many metrics, again and again; then the first page of their names. */
    private void wide(int names) {
        RunId run = appendToEach(names);
        ask("metrics", () -> store.metrics().list(run, 100, Optional.empty()));
        ask("names", () -> store.metrics().names(Optional.of("bench"), Optional.empty(), 100, Optional.empty()));
        ask("search", () -> store.metrics().names(Optional.of("bench"), Optional.of("99/w"), 100, Optional.empty()));
    }

    private RunId appendToEach(int names) {
        RunId run = new RunId("wide");
        create(run);
        double last = 0;
        for (int step = 0; step < 5; step++) {
            Map<String, Cell> values = new LinkedHashMap<>();
            for (int name = 0; name < names; name++) {
                values.put("layer" + name + "/weight.norm", Cell.of(step + name / 7.0));
            }
            RunRecord record = new RunRecord.Values(1_000L + step, OptionalDouble.of(step), values);
            long start = System.nanoTime();
            store.runs().append(run, Writer.DIRECT, List.of(record));
            last = (System.nanoTime() - start) / 1e6;
            if (step == 0) {
                figures.put("first_append", last);
            }
        }
        figures.put("append", last);
        return run;
    }

    private void runs(int count) throws Exception {
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < 50; writer++) {
                int first = writer * (count / 50);
                done.add(threads.submit(() -> {
                    Random random = new Random(first);
                    for (int i = first; i < first + count / 50; i++) {
                        run(i, random);
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        figures.put("runs", (double) count);
    }

    private void run(int number, Random random) {
        RunId run = new RunId("run-" + number);
        RunDraft draft = RunDraft.of(run, "experiment " + number % 20, User.named("anna"));
        List<RunRecord> records = new ArrayList<>();
        records.add(new RunRecord.Create(draft, WriterFacts.UNKNOWN));
        for (String name : List.of("lr", "decay", "seed", "layers", "dropout")) {
            records.add(new RunRecord.Parameter(name, Cell.of(random.nextDouble())));
        }
        Map<String, Cell> values = new LinkedHashMap<>();
        for (int metric = 0; metric < METRICS; metric++) {
            values.put("metric " + metric, Cell.of(random.nextDouble()));
        }
        records.add(new RunRecord.Values(1_000, OptionalDouble.of(1), values));
        records.add(COMPLETED);
        store.runs().append(run, Writer.DIRECT, records);
    }

    private static RunQuery query(String filter, String order) {
        return new RunQuery(
                Optional.empty(),
                FilterParser.parse(filter),
                Optional.of(RunOrderParser.parse(order)),
                Archived.NO,
                100,
                Optional.empty());
    }

    /** Until the first question is answered within 50 ms, and then how long it takes; then all metrics in turn. */
    private void table() throws InterruptedException {
        RunQuery question = query("metrics.\"metric 6\" > 0.9 and params.lr < 0.5", "metrics.\"metric 7\".min desc");
        long start = System.nanoTime();
        double took = Double.MAX_VALUE;
        while (took > 50) {
            long before = System.nanoTime();
            store.runs().list(question);
            took = (System.nanoTime() - before) / 1e6;
            Thread.sleep(5);
        }
        figures.put("loaded", (System.nanoTime() - start) / 1e6);
        ask("question", () -> store.runs().list(question));
        for (int metric = 0; metric < METRICS; metric++) {
            RunQuery each = query("metrics.\"metric " + metric + "\" > 0.9", "metrics.\"metric " + metric + "\".max");
            store.runs().list(each);
            Thread.sleep(200);
            store.runs().list(each);
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        figures.put("heap", (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
    }

    /** Median of milliseconds, after a few that are not counted. */
    private void ask(String name, Runnable question) {
        double[] millis = new double[ASKED];
        for (int round = -5; round < ASKED; round++) {
            long start = System.nanoTime();
            question.run();
            if (round >= 0) {
                millis[round] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        figures.put(name, millis[ASKED / 2]);
    }
}
