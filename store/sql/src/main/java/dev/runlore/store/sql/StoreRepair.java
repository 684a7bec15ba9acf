// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes again what is derived in a database, sets aside points that cannot be read, and removes rows of runs that are not there.
 * What people or scripts have written is never changed. Only for a folder that no server has; the caller keeps a copy first.
 */
public final class StoreRepair {
    private final Session session;
    private final Path damaged;
    private final InstantSource clock;
    private final List<String> done = new ArrayList<>();

    private StoreRepair(Session session, Path damaged, InstantSource clock) {
        this.session = session;
        this.damaged = damaged;
        this.clock = clock;
    }

    /**
     * Repairs the database of a data folder.
     *
     * @param findings what a check has found just before
     * @param damaged the folder that gets what cannot be read; made when need be
     * @return what was done, a sentence each
     */
    public static List<String> of(Path folder, List<Finding> findings, Path damaged, InstantSource clock) {
        try (Session session = new Database(folder).openWriter()) {
            StoreRepair repair = new StoreRepair(session, damaged, clock);
            repair.attempt("the indexes", repair::indexes);
            findings.stream()
                    .flatMap(finding -> finding.run().stream())
                    .collect(LinkedHashSet<RunId>::new, Set::add, Set::addAll)
                    .forEach(run -> repair.attempt("run '" + run + "'", () -> repair.run(run)));
            repair.attempt("the tables", repair::tables);
            session.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            return List.copyOf(repair.done);
        }
    }

    private List<String> indexes() {
        session.execute("REINDEX");
        return List.of("made every index again from its table");
    }

    private List<String> run(RunId run) {
        return session.first("SELECT run_key FROM run WHERE id = ?", row -> row.getLong(1), run.value())
                .map(key -> new RepairedRun(key, run))
                .map(it -> new RunRepair(session, it, new SetAside(session, it, damaged, Micros.of(clock.instant())))
                        .repair())
                .orElse(List.of());
    }

    private List<String> tables() {
        List<String> removed = new ArrayList<>();
        for (String table : TableCheck.OF_RUNS) {
            int rows = session.update("DELETE FROM " + table + " WHERE run_key NOT IN " + TableCheck.KEYS);
            if (rows > 0) {
                removed.add("removed " + rows + " rows of table " + table + " whose runs are not there");
            }
        }
        for (OwnedTable table : OwnedTable.OF_LOGGED_MODELS) {
            removeAstray(table, removed);
        }
        for (OwnedTable table : OwnedTable.OF_MODELS) {
            removeAstray(table, removed);
        }
        int chunks = session.update("DELETE FROM metric_chunk WHERE series_id NOT IN (SELECT series_id FROM series)");
        if (chunks > 0) {
            removed.add("removed " + chunks + " chunks whose series are not there");
        }
        session.update("DELETE FROM metric_use");
        session.update("INSERT INTO metric_use (experiment_id, key_id, workspace_id, runs) " + TableCheck.USES);
        session.update("DELETE FROM metric_key WHERE key_id NOT IN (SELECT key_id FROM metric_use)");
        removed.add("counted again in how many runs each metric is");
        return removed;
    }

    private void removeAstray(OwnedTable table, List<String> removed) {
        int rows = session.update("DELETE" + table.astray());
        if (rows > 0) {
            removed.add("removed " + rows + " rows of table " + table.name() + " whose models are not there");
        }
    }

    /** Makes the change wholly or not at all; what SQLite itself cannot read stays as it is. */
    private void attempt(String what, Supplier<List<String>> change) {
        session.transact("BEGIN IMMEDIATE");
        try {
            List<String> sentences = change.get();
            session.transact("COMMIT");
            done.addAll(sentences);
        } catch (SqlFault fault) {
            undo();
            done.add(what + " could not be repaired (" + fault.getMessage() + "); restore a backup");
        } catch (RuntimeException e) {
            undo();
            throw e;
        }
    }

    private void undo() {
        try {
            session.transact("ROLLBACK");
        } catch (SqlFault alreadyUndone) {
            // SQLite undoes a transaction by itself when it cannot go on, and then has none to undo
        }
    }
}
