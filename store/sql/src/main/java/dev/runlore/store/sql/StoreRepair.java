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
            repair.indexes();
            findings.stream()
                    .flatMap(finding -> finding.run().stream())
                    .collect(LinkedHashSet<RunId>::new, Set::add, Set::addAll)
                    .forEach(run -> repair.inTransaction(() -> repair.run(run)));
            repair.inTransaction(repair::tables);
            session.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            return List.copyOf(repair.done);
        }
    }

    private void indexes() {
        session.execute("REINDEX");
        done.add("made every index again from its table");
    }

    private void run(RunId run) {
        session.first("SELECT run_key FROM run WHERE id = ?", row -> row.getLong(1), run.value())
                .ifPresent(key ->
                        done.addAll(new RunRepair(session, key, run, damaged, Micros.of(clock.instant())).repair()));
    }

    private void tables() {
        for (String table : TableCheck.OF_RUNS) {
            int rows = session.update("DELETE FROM " + table + " WHERE run_key NOT IN " + TableCheck.KEYS);
            if (rows > 0) {
                done.add("removed " + rows + " rows of table " + table + " whose runs are not there");
            }
        }
        session.update("DELETE FROM metric_use");
        session.update("INSERT INTO metric_use (experiment_id, key_id, workspace_id, runs) " + TableCheck.USES);
        session.update("DELETE FROM metric_key WHERE key_id NOT IN (SELECT key_id FROM metric_use)");
        done.add("counted again in how many runs each metric is");
    }

    private void inTransaction(Runnable change) {
        session.execute("BEGIN IMMEDIATE");
        try {
            change.run();
            session.execute("COMMIT");
        } catch (RuntimeException e) {
            session.execute("ROLLBACK");
            throw e;
        }
    }
}
