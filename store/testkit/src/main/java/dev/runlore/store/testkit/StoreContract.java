// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import dev.runlore.domain.Appended;
import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterId;
import dev.runlore.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the contracts share: an engine's test extends each of them and says how a store of a folder is opened. Every test has a
 * store of its own on a clock that stands still until the test moves it.
 */
public abstract class StoreContract {
    /** When every test begins. */
    protected static final Instant START = Instant.parse("2026-03-01T08:00:00.123456Z");

    protected static final User ANNA = User.named("anna");
    protected static final RunId RUN = new RunId("run-1");

    protected final TestingClock clock = new TestingClock(START);

    @TempDir
    protected Path folder;

    protected Store store;

    /** Opens the store that the folder holds, or makes it. */
    protected abstract Store open(Path folder, TestingClock clock);

    @BeforeEach
    void openStore() {
        store = open(folder, clock);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    /** Closes the store and opens its folder again. */
    protected void reopen() {
        store.close();
        store = open(folder, clock);
    }

    protected static RunDraft draft(RunId id) {
        return RunDraft.of(id, "iris", ANNA);
    }

    protected static RunRecord.Create create(RunDraft draft) {
        return new RunRecord.Create(draft, WriterFacts.UNKNOWN);
    }

    /** Makes a running run in the experiment iris. */
    protected Run createRun(RunId id) {
        direct(id, create(draft(id)));
        return run(id);
    }

    protected Run run(RunId id) {
        return store.runs().find(id).orElseThrow();
    }

    protected Appended direct(RunId run, RunRecord... records) {
        return store.runs().append(run, Writer.DIRECT, List.of(records));
    }

    protected Appended send(WriterId writer, long first, RunRecord... records) {
        return store.runs().append(RUN, new Writer.Numbered(writer, first, false), List.of(records));
    }

    protected static WriterId writer(int number) {
        return new WriterId(new UUID(7, number));
    }

    /** One value of a scalar metric at a step. */
    protected static RunRecord.Rows point(String metric, double step, Cell value) {
        return rows(
                metric, MetricKind.SCALAR, 1_000 + (long) step, OptionalDouble.of(step), Map.of("", List.of(value)));
    }

    /** One value of a scalar metric without a step. */
    protected static RunRecord.Rows value(String metric, Cell value) {
        return rows(metric, MetricKind.SCALAR, 1_000, OptionalDouble.empty(), Map.of("", List.of(value)));
    }

    protected static RunRecord.Rows rows(
            String metric, MetricKind kind, long time, OptionalDouble step, Map<String, List<Cell>> columns) {
        return new RunRecord.Rows(metric, kind, time, step, columns);
    }

    /** Columns in this order: name, cells, name, cells … */
    @SuppressWarnings("unchecked")
    protected static Map<String, List<Cell>> columns(Object... namesAndCells) {
        Map<String, List<Cell>> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndCells.length; i += 2) {
            columns.put((String) namesAndCells[i], (List<Cell>) namesAndCells[i + 1]);
        }
        return columns;
    }

    protected static List<Cell> doubles(double... values) {
        return Arrays.stream(values).mapToObj(Cell::of).toList();
    }

    protected static RunRecord.Status status(RunStatus to) {
        return new RunRecord.Status(to, Optional.empty(), Optional.empty());
    }

    protected static RunRecord.Status status(RunStatus to, Instant at) {
        return new RunRecord.Status(to, Optional.of(at), Optional.empty());
    }
}
