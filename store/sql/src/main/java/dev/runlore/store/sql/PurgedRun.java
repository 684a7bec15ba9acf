// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A run that is taken out of the history, while rows of it are still there. For the writing thread. */
record PurgedRun(Session session, long run, long experiment, Optional<String> snapshot) {
    private static final int ROWS = 2_000;
    private static final int METRICS = 500;
    private static final int BODIES = 500;
    private static final long BODY_BYTES = 8L * 1024 * 1024;

    /** Tables of which all rows of a run go at once: they have few, or are bounded by what a run may have. */
    private static final List<String> SMALL = List.of(
            "run_tag",
            "run_property",
            "run_param",
            "run_warning",
            "log_writer",
            "run_log_file",
            "run_model",
            "run_dataset",
            "job");

    static Optional<PurgedRun> next(Session session) {
        return session.first(
                "SELECT run_key, experiment_id, snapshot FROM run_purge ORDER BY run_key LIMIT 1",
                row -> new PurgedRun(session, row.getLong(1), row.getLong(2), Optional.ofNullable(row.getString(3))));
    }

    /** Removes rows of the first table that has any; answers whether there are none left in all of them. */
    boolean removeSome(Set<Sha256> released) {
        if (removeArtifacts(released)
                || removeModel(released)
                || removePoints()
                || removeLogs()
                || removeChunks()
                || removeSeries()) {
            return false;
        }
        SMALL.forEach(table -> session.update("DELETE FROM " + table + " WHERE run_key = ?", run));
        Datasets.removeUnused(session, experiment);
        snapshot.filter(this::isUnused).ifPresent(unused -> removeSnapshot(session, unused, released));
        session.update("DELETE FROM run_purge WHERE run_key = ?", run);
        return true;
    }

    private boolean removeArtifacts(Set<Sha256> released) {
        session.list(
                        "SELECT sha256 FROM artifact WHERE run_key = ? AND sha256 IS NOT NULL ORDER BY path LIMIT ?",
                        row -> new Sha256(row.getString(1)),
                        run,
                        ROWS)
                .forEach(released::add);
        return session.update("""
                DELETE FROM artifact WHERE run_key = ?1 AND path IN
                  (SELECT path FROM artifact WHERE run_key = ?1 ORDER BY path LIMIT ?2)
                """, run, ROWS) > 0;
    }

    /** A logged model that the run made, whole: it has few files and nothing long. */
    private boolean removeModel(Set<Sha256> released) {
        Optional<Long> model = session.first(
                "SELECT logged_key FROM logged_model WHERE purge_key = ? LIMIT 1", row -> row.getLong(1), run);
        model.ifPresent(key -> {
            session.list(
                            "SELECT sha256 FROM logged_model_file WHERE logged_key = ?",
                            row -> new Sha256(row.getString(1)),
                            key)
                    .forEach(released::add);
            OwnedTable.OF_LOGGED_MODELS.forEach(table -> table.delete(session, key));
            session.update("DELETE FROM logged_model WHERE logged_key = ?", key);
        });
        return model.isPresent();
    }

    private boolean removePoints() {
        List<long[]> rows = session.list(
                "SELECT seq, length(body) FROM metric_log WHERE run_key = ? ORDER BY seq LIMIT ?",
                row -> new long[] {row.getLong(1), row.getLong(2)},
                run,
                BODIES);
        if (rows.isEmpty()) {
            return false;
        }
        session.update("DELETE FROM metric_log WHERE run_key = ? AND seq <= ?", run, last(rows));
        return true;
    }

    /** Chunks go before their series, which say what belongs to the run. */
    private boolean removeChunks() {
        List<long[]> rows = session.list("""
                SELECT c.rowid, coalesce(length(c.body), 0) + coalesce(length(c.axes), 0) + coalesce(length(c.pyramid), 0)
                FROM series s JOIN metric_chunk c ON c.series_id = s.series_id WHERE s.run_key = ? LIMIT ?
                """, row -> new long[] {row.getLong(1), row.getLong(2)}, run, BODIES);
        if (rows.isEmpty()) {
            return false;
        }
        long bytes = 0;
        List<Long> some = new ArrayList<>();
        for (long[] row : rows) {
            bytes += row[1];
            if (bytes > BODY_BYTES && !some.isEmpty()) {
                break;
            }
            some.add(row[0]);
        }
        session.update("DELETE FROM metric_chunk WHERE rowid IN (SELECT value FROM json_each(?))", Json.numbers(some));
        return true;
    }

    private boolean removeLogs() {
        List<long[]> rows = session.list(
                "SELECT rowid, length(body) FROM run_log WHERE run_key = ? ORDER BY rowid LIMIT ?",
                row -> new long[] {row.getLong(1), row.getLong(2)},
                run,
                BODIES);
        if (rows.isEmpty()) {
            return false;
        }
        session.update("DELETE FROM run_log WHERE run_key = ? AND rowid <= ?", run, last(rows));
        return true;
    }

    /** The last of the rows, in their order, that together have not too many bytes; at least the first. */
    private static long last(List<long[]> rows) {
        long bytes = 0;
        long last = rows.getFirst()[0];
        for (long[] row : rows) {
            bytes += row[1];
            if (bytes > BODY_BYTES) {
                break;
            }
            last = row[0];
        }
        return last;
    }

    /** Removes series, counts their names down, and forgets names that nobody uses any more. */
    private boolean removeSeries() {
        List<Long> keys = session.list(
                "SELECT key_id FROM series WHERE run_key = ? ORDER BY key_id LIMIT ?",
                row -> row.getLong(1),
                run,
                METRICS);
        if (keys.isEmpty()) {
            return false;
        }
        String all = Json.numbers(keys);
        session.update("DELETE FROM series WHERE run_key = ? AND key_id IN (SELECT value FROM json_each(?))", run, all);
        session.update("""
                UPDATE metric_use SET runs = runs - 1
                WHERE experiment_id = ? AND key_id IN (SELECT value FROM json_each(?))
                """, experiment, all);
        session.update("""
                DELETE FROM metric_use WHERE experiment_id = ? AND key_id IN (SELECT value FROM json_each(?)) AND runs <= 0
                """, experiment, all);
        session.update("""
                DELETE FROM metric_key WHERE key_id IN (SELECT value FROM json_each(?))
                  AND NOT EXISTS (SELECT 1 FROM metric_use u WHERE u.key_id = metric_key.key_id)
                """, all);
        return true;
    }

    private boolean isUnused(String id) {
        return session.first("SELECT 1 FROM run WHERE snapshot = ? LIMIT 1", row -> 1, id)
                .isEmpty();
    }

    /** Whole at once, so that the same snapshot can be sent anew at any time. */
    static void removeSnapshot(Session session, String id, Set<Sha256> released) {
        session.list("SELECT sha256 FROM snapshot_file WHERE snapshot_id = ?", row -> new Sha256(row.getString(1)), id)
                .forEach(released::add);
        session.update("DELETE FROM snapshot_file WHERE snapshot_id = ?", id);
        session.update("DELETE FROM snapshot WHERE snapshot_id = ?", id);
    }
}
