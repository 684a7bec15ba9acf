// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunId;
import dev.runlore.domain.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes what is derived from a run's points again, after setting aside what cannot be read. Within a transaction of its own. */
final class RunRepair {
    private static final String MADE = """
            UPDATE series SET type = ?, n = ?, nan_n = ?, first = ?, first_v = ?, first_nan = ?, first_step = ?, last = ?,
              last_v = ?, last_nan = ?, last_step = ?, last_time = ?, min_v = ?, min_step = ?, max_v = ?, max_step = ?
            WHERE series_id = ? AND run_key = ?
            """;
    private static final String WARN = """
            INSERT INTO run_warning (run_key, position, workspace_id, at, text)
            SELECT run_key, (SELECT coalesce(max(position), 0) + 1 FROM run_warning WHERE run_key = r.run_key), workspace_id,
              ?, ? FROM run r WHERE run_key = ?
            """;

    private final Session session;
    private final long key;
    private final RunId run;
    private final Path damaged;
    private final long now;
    private final List<String> done = new ArrayList<>();

    /**
     * @param damaged the folder that gets what cannot be read
     * @param now for warnings, in microseconds since 1970
     */
    RunRepair(Session session, long key, RunId run, Path damaged, long now) {
        this.session = session;
        this.key = key;
        this.run = run;
        this.damaged = damaged;
        this.now = now;
    }

    /** What was done, a sentence each. */
    List<String> repair() {
        RunScan scan = RunScan.of(session, key);
        scan.damages().forEach(this::setAside);
        scan.miscounts().forEach(row -> session.update(
                "UPDATE metric_log SET n = ? WHERE run_key = ? AND seq = ?", row.has(), key, row.seq()));
        session.update(
                "UPDATE run SET next_log_row = max(next_log_row, ?), revision = revision + 1 WHERE run_key = ?",
                scan.lastRow() + 1,
                key);
        long stored = session.number("SELECT count(*) FROM series WHERE run_key = ?", key);
        scan.folds().forEach(this::make);
        int empty = session.update(
                "DELETE FROM series WHERE run_key = ? AND series_id NOT IN (SELECT value FROM json_each(?))",
                key,
                Json.numbers(scan.folds().keySet()));
        done.add("run '" + run + "': made the summaries of " + (stored - empty) + " series again from their points"
                + (empty > 0 ? " and removed " + empty + " that have no points" : ""));
        return done;
    }

    private void make(long series, PointFold fold) {
        Summary made = fold.summary("");
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
                key);
    }

    private void setAside(RunScan.Damage damage) {
        byte[] body = session.first(
                        "SELECT body FROM metric_log WHERE run_key = ? AND seq = ?",
                        row -> row.getBytes(1),
                        key,
                        damage.seq())
                .orElseThrow();
        Path file = damaged.resolve(run + "-log-" + damage.seq() + ".bin");
        try {
            Files.createDirectories(damaged);
            Files.write(file, body, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        session.update("DELETE FROM metric_log WHERE run_key = ? AND seq = ?", key, damage.seq());
        session.update(
                WARN,
                now,
                "some points are missing: log row " + damage.seq() + " was damaged (" + damage.why()
                        + ") and was set aside by 'runlore doctor --repair'",
                key);
        done.add("run '" + run + "': set aside its damaged log row " + damage.seq() + " as " + file
                + "; the run has a warning about the gap");
    }
}
