// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the databases of earlier schemas in the test resources hold, and how they were made: {@code write} on the version that had
 * the schema, and from schema 3 on each run sealed. Never changed once a database was made of it.
 */
final class PastHistory {
    static final List<RunId> RUNS = List.of(new RunId("scalars"), new RunId("tables"), new RunId("mixed"));
    static final String LOG = "line one\nline two\n";

    private static final List<Cell> CELLS = List.of(
            Cell.of(0.1),
            Cell.of(-0.0),
            Cell.of(Double.NaN),
            Cell.of(Double.NEGATIVE_INFINITY),
            Cell.of(Double.MIN_VALUE),
            Cell.of(Long.MIN_VALUE),
            Cell.of((1L << 53) + 1),
            Cell.of(true),
            Cell.of("été"),
            Cell.of("12"),
            Cell.NONE);

    /** The rows of one metric as they were appended. */
    record Logged(long[] times, double[] steps, Map<String, List<Optional<Cell>>> columns) {}

    private PastHistory() {}

    /** A store's part of one run: for each metric its rows in order. */
    static Map<String, Logged> metrics(RunId run) {
        Map<String, Logged> metrics = new LinkedHashMap<>();
        switch (run.value()) {
            case "scalars" -> {
                metrics.put("loss", scalar(2_000, i -> Cell.of(Math.sin(i * 0.01) / (i + 1)), i -> i));
                metrics.put("late", scalar(300, i -> Cell.of((long) i * i), i -> 300 - i));
                metrics.put("repeated", scalar(60, i -> Cell.of(i % 2 == 0), i -> i / 6));
                metrics.put("stepless", scalar(60, i -> Cell.of("text " + i), i -> Double.NaN));
                metrics.put("once", scalar(1, i -> Cell.of(42L), i -> 7));
            }
            case "tables" -> metrics.put("scores", table());
            default ->
                metrics.put("mixed", scalar(99, i -> CELLS.get(i % CELLS.size()), i -> i % 5 == 0 ? Double.NaN : i));
        }
        return metrics;
    }

    private interface At<T> {
        T at(int index);
    }

    private static Logged scalar(int count, At<Cell> cells, At<Number> steps) {
        long[] times = new long[count];
        double[] all = new double[count];
        List<Optional<Cell>> column = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            times[i] = 1_700_000_000_000L + i * 250L;
            all[i] = steps.at(i).doubleValue();
            column.add(Optional.of(cells.at(i)));
        }
        return new Logged(times, all, Map.of("", column));
    }

    /** A table whose second column is born late. */
    private static Logged table() {
        Logged first = scalar(50, i -> Cell.of(i * 0.5), i -> i);
        Logged second = scalar(50, i -> Cell.of("class " + i), i -> i);
        List<Optional<Cell>> late = new ArrayList<>(Collections.nCopies(20, Optional.empty()));
        late.addAll(second.columns.getOrDefault("", List.of()).subList(20, 50));
        Map<String, List<Optional<Cell>>> columns = new LinkedHashMap<>();
        columns.put("score", first.columns.getOrDefault("", List.of()));
        columns.put("name", late);
        return new Logged(first.times, first.steps, columns);
    }

    static void write(Store store) {
        for (RunId run : RUNS) {
            RunDraft draft = RunDraft.of(run, "past", User.named("anna"));
            store.runs()
                    .append(
                            run,
                            Writer.DIRECT,
                            List.of(
                                    new RunRecord.Create(draft, WriterFacts.UNKNOWN),
                                    new RunRecord.Tag("of", Optional.of(run.value())),
                                    new RunRecord.Parameter("rate", Cell.of(0.01))));
            metrics(run).forEach((name, logged) -> write(store, run, name, logged));
            store.logs().append(run, new ArtifactPath("logs/std.txt"), 0, LOG.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void write(Store store, RunId run, String name, Logged logged) {
        boolean isTable = !logged.columns.containsKey("");
        List<RunRecord> records = new ArrayList<>();
        for (int i = 0; i < logged.times.length; i++) {
            Map<String, List<Cell>> cells = new LinkedHashMap<>();
            int row = i;
            logged.columns.forEach((column, all) -> all.get(row).ifPresent(cell -> cells.put(column, List.of(cell))));
            double step = logged.steps[i];
            records.add(new RunRecord.Rows(
                    name,
                    isTable ? MetricKind.TABLE : MetricKind.SCALAR,
                    logged.times[i],
                    Double.isNaN(step) ? OptionalDouble.empty() : OptionalDouble.of(step),
                    cells));
            if (records.size() == 100) {
                store.runs().append(run, Writer.DIRECT, records);
                records = new ArrayList<>();
            }
        }
        if (!records.isEmpty()) {
            store.runs().append(run, Writer.DIRECT, records);
        }
    }
}
