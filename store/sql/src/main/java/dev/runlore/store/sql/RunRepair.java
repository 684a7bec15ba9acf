// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes what is derived from a run's points again, after setting aside what cannot be read. Within a transaction of its own. */
final class RunRepair {
    private static final String MADE = """
            UPDATE series SET type = ?, n = ?, nan_n = ?, first = ?, first_v = ?, first_nan = ?, first_step = ?, last = ?,
              last_v = ?, last_nan = ?, last_step = ?, last_time = ?, min_v = ?, min_step = ?, max_v = ?, max_step = ?
            WHERE series_id = ? AND run_key = ?
            """;
    /** What claims nothing about the order of steps is always right. */
    private static final String UNORDERED = """
            UPDATE metric_chunk SET order_of_steps = 0
            WHERE order_of_steps NOT IN (0, 1, 2) AND series_id IN (SELECT series_id FROM series WHERE run_key = ?)
            """;

    private final Session session;
    private final RepairedRun run;
    private final SetAside aside;

    RunRepair(Session session, RepairedRun run, SetAside aside) {
        this.session = session;
        this.run = run;
        this.aside = aside;
    }

    /** What was done, a sentence each. */
    List<String> repair() {
        session.update(UNORDERED, run.key());
        RunScan damaged = RunScan.of(session, run.key());
        chunks(damaged.chunkFaults());
        damaged.damages().forEach(this::setAside);
        damaged.miscounts()
                .forEach(row -> session.update(
                        "UPDATE metric_log SET n = ? WHERE run_key = ? AND seq = ?", row.has(), run.key(), row.seq()));
        session.update(
                "UPDATE run SET next_log_row = max(next_log_row, ?), revision = revision + 1 WHERE run_key = ?",
                damaged.lastRow() + 1,
                run.key());
        List<String> done = new ArrayList<>(aside.done());
        done.add(summaries(RunScan.of(session, run.key())));
        return done;
    }

    private void chunks(List<ChunkScan.Fault> faults) {
        Map<Long, List<ChunkScan.Fault>> byMetric = new LinkedHashMap<>();
        for (ChunkScan.Fault fault : faults) {
            long metric = session.number("SELECT metric_id FROM series WHERE series_id = ?", fault.series());
            byMetric.computeIfAbsent(metric, id -> new ArrayList<>()).add(fault);
        }
        byMetric.forEach((metric, some) -> new ChunkRepair(session, metric, aside).repair(some));
    }

    private void setAside(RunScan.Damage damage) {
        byte[] body = session.first(
                        "SELECT body FROM metric_log WHERE run_key = ? AND seq = ?",
                        row -> row.getBytes(1),
                        run.key(),
                        damage.seq())
                .orElseThrow();
        aside.keep("log-" + damage.seq(), "log row " + damage.seq(), damage.why(), body);
        session.update("DELETE FROM metric_log WHERE run_key = ? AND seq = ?", run.key(), damage.seq());
    }

    private String summaries(RunScan scan) {
        long stored = session.number("SELECT count(*) FROM series WHERE run_key = ?", run.key());
        scan.folds().forEach(this::make);
        int empty = session.update(
                "DELETE FROM series WHERE run_key = ? AND series_id NOT IN (SELECT value FROM json_each(?))",
                run.key(),
                Json.numbers(scan.folds().keySet()));
        return "run '" + run.id() + "': made the summaries of " + (stored - empty) + " series again from their points"
                + (empty > 0 ? " and removed " + empty + " that have no points" : "");
    }

    /** The last value as it is stored, none when that cannot be read. */
    private Cell stored(long series) {
        try {
            return session.first(
                            "SELECT last FROM series WHERE series_id = ?",
                            row -> CellBytes.read(row.getBytes(1)),
                            series)
                    .orElse(Cell.NONE);
        } catch (RuntimeException damaged) {
            return Cell.NONE; // damaged bytes fail in any way
        }
    }

    private void make(long series, PointFold fold) {
        Summary made = fold.summary("", stored(series));
        session.update(
                MADE,
                made.type().word(),
                made.count(),
                made.nan(),
                CellBytes.of(made.first()),
                SeriesRows.number(made.first()),
                SeriesRows.nan(made.first()),
                SeriesRows.value(made.firstStep()),
                CellBytes.of(made.last()),
                SeriesRows.number(made.last()),
                SeriesRows.nan(made.last()),
                SeriesRows.value(made.lastStep()),
                made.lastTime(),
                SeriesRows.value(made.min()),
                SeriesRows.value(made.minStep()),
                SeriesRows.value(made.max()),
                SeriesRows.value(made.maxStep()),
                series,
                run.key());
    }
}
