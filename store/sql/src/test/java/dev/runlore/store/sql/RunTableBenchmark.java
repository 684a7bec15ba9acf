// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import com.sun.management.OperatingSystemMXBean;
import dev.runlore.domain.Cell;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Writer;
import dev.runlore.domain.filter.FilterParser;
import dev.runlore.domain.filter.FilterPrinter;
import dev.runlore.domain.filter.RunFieldParser;
import dev.runlore.domain.filter.RunOrderParser;
import dev.runlore.store.Archived;
import dev.runlore.store.GroupQuery;
import dev.runlore.store.RunQuery;
import dev.runlore.store.Store;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Figures of the run table, printed: 100,000 runs with 50 metrics and 5 parameters each, 100,000 names of metrics, and a run with all
 * of these. Run by hand with a folder on the disk to measure, which is filled the first time. {@code bench/store.md} has results.
 */
final class RunTableBenchmark {
    private static final int METRICS = 50;
    private static final RunId WIDE = new RunId("wide");

    private static final OperatingSystemMXBean CPU =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Store store;

    private RunTableBenchmark(Store store) {
        this.store = store;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        if (!Files.exists(folder.resolve("runlore.db"))) {
            fill(Files.createDirectories(folder));
        }
        long start = System.nanoTime();
        try (Store store = open(folder)) {
            RunTableBenchmark benchmark = new RunTableBenchmark(store);
            System.out.printf("opened in %.0f ms%n", since(start));
            benchmark.firstQuestion();
            benchmark.questions();
            benchmark.writesBetween();
            benchmark.groups();
            benchmark.allMetrics();
            benchmark.names();
        }
    }

    private static Store open(Path folder) {
        return SqliteStore.open(folder, StoreOptions.with(cause -> System.err.println(cause)));
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    /** Rows straight into the tables, as 5 million series through the front door would take a while. */
    private static void fill(Path folder) throws IOException {
        open(folder).close();
        long start = System.nanoTime();
        try (Session session = new Database(folder).openWriter();
                var sql = RunTableBenchmark.class.getResourceAsStream("run-table-benchmark.sql")) {
            for (String statement : new String(sql.readAllBytes(), StandardCharsets.UTF_8).split(";\n")) {
                session.execute(statement);
            }
        }
        System.out.printf(
                "filled in %.0f s, %,d MiB%n", since(start) / 1e3, Files.size(folder.resolve("runlore.db")) >> 20);
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

    private double list(RunQuery query) {
        long start = System.nanoTime();
        store.runs().list(query);
        return since(start);
    }

    /** From the first time that a question is asked until it takes at most 50 ms. */
    private void firstQuestion() throws InterruptedException {
        RunQuery query = query("metrics.\"metric 6\" > 0.5", "metrics.\"metric 7\".min");
        long start = System.nanoTime();
        double took = list(query);
        System.out.printf("first question, from the database: %.0f ms%n", took);
        while (took > 50) {
            Thread.sleep(20);
            took = list(query);
        }
        System.out.printf("answered within 50 ms after %.0f ms%n", since(start));
    }

    private void questions() throws InterruptedException {
        for (RunQuery query : List.of(
                query("metrics.\"metric 6\" > 0.5", "metrics.\"metric 7\".min"),
                query("metrics.\"metric 6\" > 0.99", "metrics.\"metric 7\".min desc"),
                query("metrics.\"metric 6\" > 0.9999", ""),
                query("params.lr < 0.05 and params.optimizer = 'adam'", "metrics.\"metric 6\""),
                query("status = 'Failed' or name like '%99%'", "params.seed desc"),
                query("", "id"))) {
            list(query);
            Thread.sleep(3_000);
            String what = FilterPrinter.print(query.filter()) + " order by "
                    + query.order().orElseThrow().text();
            print(what, () -> list(query));
        }
    }

    /** The same question while a run gets a point in all its metrics between any two. */
    private void writesBetween() {
        RunQuery query = query("metrics.\"metric 6\" > 0.5", "metrics.\"metric 7\".min");
        RunId run = store.runs().list(query).items().getFirst().id();
        int[] writes = {0};
        print("the first again, with a write before each", () -> {
            int i = writes[0]++;
            Map<String, Cell> values = Map.of("metric 6", Cell.of(0.5 + i), "metric 7", Cell.of(-5.0 - i));
            RunRecord record = new RunRecord.Values(i, OptionalDouble.of(10_000 + i), values);
            store.runs().append(run, Writer.DIRECT, List.of(record));
            list(query);
        });
    }

    private void groups() throws InterruptedException {
        GroupQuery query = new GroupQuery(
                List.of(RunFieldParser.parse("params.lr"), RunFieldParser.parse("params.optimizer")),
                Stream.of("metrics.\"metric 6\"", "metrics.\"metric 7\".min", "duration")
                        .map(RunFieldParser::parse)
                        .toList(),
                Optional.empty(),
                FilterParser.parse(""),
                Archived.NO);
        try {
            store.runs().groups(query);
        } catch (RunloreException tooLong) {
            System.out.println(tooLong.getMessage());
        }
        Thread.sleep(5_000);
        print(
                store.runs().groups(query).size() + " groups of three values",
                () -> store.runs().groups(query));
    }

    /** Every metric once, and what is in memory then. */
    private void allMetrics() throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < METRICS; i++) {
            RunQuery query = query("metrics.\"metric " + i + "\" > 0.9999", "number");
            for (double took = list(query); took > 100; took = list(query)) {
                Thread.sleep(10);
            }
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "all metrics loaded after %.0f ms; heap %,d MiB%n",
                since(start), runtime.totalMemory() - runtime.freeMemory() >> 20);
    }

    private void names() {
        for (Optional<String> part : List.of(
                Optional.<String>empty(), Optional.of("name 99"), Optional.of("e 77777"), Optional.of("nowhere"))) {
            for (Optional<String> experiment : List.of(Optional.<String>empty(), Optional.of("wide"))) {
                print(
                        "names with '" + part.orElse("") + "' of " + experiment.orElse("all"),
                        () -> store.metrics().names(experiment, part, 100, Optional.empty()));
            }
        }
        print("first page of a run's 100,000 metrics", () -> store.metrics().list(WIDE, 100, Optional.empty()));
    }

    /** 21 calls; the CPU is that of all threads of this process, as on a busy machine the time says little. */
    private static void print(String what, Runnable question) {
        double[] ms = new double[21];
        long cpu = CPU.getProcessCpuTime();
        for (int i = 0; i < ms.length; i++) {
            long start = System.nanoTime();
            question.run();
            ms[i] = since(start);
        }
        Arrays.sort(ms);
        System.out.printf(
                "%s: median %.1f ms, slowest %.1f ms, CPU %.1f ms each%n",
                what, ms[10], ms[20], (CPU.getProcessCpuTime() - cpu) / 21e6);
    }
}
