// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunError;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.WriterId;
import dev.runlore.domain.WriterState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs that are written to just now, so that a point costs no read: each is read once, changed in memory by the group's
 * requests, and written once before the commit. For the writing thread.
 */
final class RunStates implements AutoCloseable {
    private static final int MOST_RUNS = 1_000;
    private static final int MOST_SERIES = 100_000;

    private final Session session;
    private final long workspace;
    private final LogRowEncoder encoder = new LogRowEncoder();
    private final Map<RunId, RunState> states = new LinkedHashMap<>(64, 0.75f, true);
    private final Set<RunState> changed = new LinkedHashSet<>();
    private final Set<Long> touched = new HashSet<>();
    private final SeriesWrites writes;
    private final LastChunk lastChunk = new LastChunk();
    private final Map<Long, Long> grown = new LinkedHashMap<>();
    private final Set<Long> ended = new LinkedHashSet<>();
    private int series;
    private long lastSeries = -1;

    RunStates(Session session, long workspace) {
        this.session = session;
        this.workspace = workspace;
        writes = new SeriesWrites(session);
    }

    long workspace() {
        return workspace;
    }

    Optional<RunState> find(RunId id) {
        RunState known = states.get(id);
        if (known != null) {
            add(known);
            return Optional.of(known);
        }
        Optional<RunState> stored = session.first(
                "SELECT * FROM run WHERE workspace_id = ? AND id = ?", row -> read(id, row), workspace, id.value());
        stored.ifPresent(this::add);
        return stored;
    }

    void add(RunState run) {
        states.put(run.id(), run);
        changed.add(run);
        touched.add(run.key());
    }

    /** Says that the group changes something of a run that {@link #find} did not answer and {@link #add} does not know. */
    void touch(long run) {
        touched.add(run);
    }

    /** Keys of all runs that the group may have changed; from now on those of the next group. */
    Set<Long> takeTouched() {
        Set<Long> taken = Set.copyOf(touched);
        touched.clear();
        return taken;
    }

    private static RunState read(RunId id, ResultSet row) throws SQLException {
        RunState.RunFacts facts = new RunState.RunFacts(
                RunStatus.parse(row.getString("status")),
                Micros.find(row, "started"),
                Micros.find(row, "ended"),
                RunRows.error(row),
                row.getBoolean("archived"),
                row.getLong("revision"),
                Micros.instant(row.getLong("last_sign")),
                row.getLong("next_log_row"));
        RunState.Place place = new RunState.Place(row.getLong("run_key"), id, row.getLong("experiment_id"));
        return new RunState(place, facts, false);
    }

    Optional<WriterState> writer(RunState run, WriterId id) {
        WriterState known = run.writers().get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<WriterState> stored = WriterRows.find(session, run.key(), id);
        stored.ifPresent(writer -> run.writers().put(id, writer));
        return stored;
    }

    /** The metric as it stands in the run, if anything was logged under its name. */
    Optional<MetricState> metric(RunState run, String name) {
        MetricState known = run.metrics().get(name);
        if (known != null || run.isComplete()) {
            return Optional.ofNullable(known);
        }
        MetricState metric = null;
        for (SeriesRows.Stored stored : SeriesRows.ofMetric(session, workspace, run.key(), name)) {
            metric = metric == null ? new MetricState(stored.metric(), stored.kind()) : metric;
            metric.columns().put(stored.summary().column(), new SeriesState(stored.id(), stored.summary()));
            series++;
        }
        if (metric != null) {
            run.metrics().put(name, metric);
        }
        return Optional.ofNullable(metric);
    }

    /** A metric of which nothing is stored yet; its id is that of the next series made. */
    MetricState newMetric(RunState run, String name, MetricKind kind) {
        MetricState metric = new MetricState(peekSeries() + 1, kind);
        run.metrics().put(name, metric);
        return metric;
    }

    /** The column's series, made when it is not there; from now on it is among what {@link #flush} writes. */
    SeriesState series(RunState run, String name, MetricState metric, String column) {
        SeriesState known = metric.columns().get(column);
        if (known == null) {
            lastSeries = peekSeries() + 1;
            known = new SeriesState(lastSeries, column);
            metric.columns().put(column, known);
            series++;
        }
        if (!known.markDirty()) {
            writes.add(known, new SeriesWrites.Place(workspace, run, name, metric));
        }
        return known;
    }

    private long peekSeries() {
        if (lastSeries < 0) {
            lastSeries = session.number("SELECT coalesce(max(series_id), 0) FROM series");
        }
        return lastSeries;
    }

    /** Stores the points of one request as one row. */
    void append(RunState run, LogRow points) {
        grown.merge(run.key(), (long) points.cells(), Long::sum);
        long seq = run.takeLogRow();
        run.log().ifPresent(spans -> spans.add(seq, points));
        session.update(
                "INSERT INTO metric_log (run_key, seq, workspace_id, n, body) VALUES (?, ?, ?, ?, ?)",
                run.key(),
                seq,
                workspace,
                points.cells(),
                encoder.encode(points));
    }

    /** Takes note that a run's oldest log rows were sealed, as {@link LogSpans#seal} has it. */
    void sealed(long run, long last, long left) {
        lastChunk.drop(run);
        states.values().stream()
                .filter(state -> state.key() == run)
                .flatMap(state -> state.log().stream())
                .forEach(spans -> spans.seal(last, left));
    }

    LastChunk lastChunk() {
        return lastChunk;
    }

    /** Takes note that a run has ended. */
    void ended(long run) {
        ended.add(run);
    }

    /** Says what the group did to the log, once it is durable. */
    void tell(RunHeads heads) {
        grown.forEach(heads::grown);
        ended.forEach(heads::over);
        grown.clear();
        ended.clear();
    }

    void put(RunState run, WriterState writer) {
        run.writers().put(writer.id(), writer);
        WriterRows.put(session, workspace, run.key(), writer);
    }

    /** Writes to the open transaction what only memory has. */
    void flush() {
        writes.flush();
        changed.stream().filter(RunState::isDirty).forEach(this::write);
        changed.clear();
        shrink();
    }

    private void write(RunState run) {
        if (run.isCountedOn()) {
            writeCounts(run);
        } else {
            writeFacts(run);
        }
        run.markStored();
    }

    /** What each request changes, and no index has: SQLite writes every index anew of which a column is set, also to what it was. */
    private void writeCounts(RunState run) {
        RunState.RunFacts facts = run.facts();
        session.update(
                "UPDATE run SET revision = ?, last_sign = ?, next_log_row = ? WHERE run_key = ?",
                facts.revision(),
                facts.lastSign(),
                facts.nextLogRow(),
                run.key());
    }

    private void writeFacts(RunState run) {
        RunState.RunFacts facts = run.facts();
        @Nullable RunError error = facts.error().orElse(null);
        session.update(
                """
                UPDATE run SET status = ?, started = ?, ended = ?, error_code = ?, error_message = ?, error_type = ?,
                  error_stack = ?, archived_with = CASE archived WHEN ?8 THEN archived_with ELSE 0 END, archived = ?8,
                  revision = ?9, last_sign = ?10, next_log_row = ?11
                WHERE run_key = ?12
                """,
                facts.status().name(),
                facts.started(),
                facts.ended(),
                error == null ? null : error.code(),
                error == null ? null : error.message(),
                error == null ? null : error.type(),
                error == null ? null : error.stack(),
                facts.archived(),
                facts.revision(),
                facts.lastSign(),
                facts.nextLogRow(),
                run.key());
    }

    /** Drops what was least lately used, half of it at once, when there is more than memory should hold. */
    private void shrink() {
        if (states.size() <= MOST_RUNS && series <= MOST_SERIES) {
            return;
        }
        Iterator<RunState> eldest = new ArrayList<>(states.values()).iterator();
        while (eldest.hasNext() && (states.size() > MOST_RUNS / 2 || series > MOST_SERIES / 2)) {
            drop(eldest.next());
        }
    }

    private void drop(RunState run) {
        states.remove(run.id());
        series -= run.metrics().values().stream()
                .mapToInt(metric -> metric.columns().size())
                .sum();
    }

    /** Forgets a run of which the open transaction was undone in part; what was flushed before is read again. */
    void forget(RunState run) {
        drop(run);
        changed.remove(run);
        lastChunk.drop(run.key());
        writes.forget(run);
    }

    /** Forgets everything: the transaction was undone, or runs were changed past this. */
    void forgetAll() {
        states.clear();
        changed.clear();
        lastChunk.clear();
        writes.clear();
        grown.clear();
        ended.clear();
        series = 0;
        lastSeries = -1;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
