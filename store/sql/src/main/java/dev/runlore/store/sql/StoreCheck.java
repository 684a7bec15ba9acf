// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a history agrees with itself: every stored point can be read, every summary is that of its points, and no row is
 * without its run. Reads all of the database and changes nothing; may run beside a server. Takes memory for one run's summaries
 * at a time.
 */
public final class StoreCheck {
    /** Told how many of the runs have been read. */
    @FunctionalInterface
    public interface Progress {
        void read(long runs, long of);
    }

    private static final int RUNS_AT_ONCE = 500;

    private record Known(long key, String id) {}

    private final Session session;
    private final Progress progress;
    private final List<Finding> findings = new ArrayList<>();

    private StoreCheck(Session session, Progress progress) {
        this.session = session;
        this.progress = progress;
    }

    /** What is wrong in the database of a data folder, which must have one. What SQLite cannot read is told as such. */
    public static List<Finding> of(Path folder, Progress progress) {
        try (Session session = new Database(folder).openReader()) {
            StoreCheck check = new StoreCheck(session, progress);
            check.inSnapshot(() -> check.findings.addAll(new TableCheck(session).findings()));
            try {
                check.runs();
            } catch (SqlFault fault) {
                check.findings.add(
                        Finding.of("the list of runs cannot be read (" + fault.getMessage() + ")", Finding.RESTORE));
            }
            return List.copyOf(check.findings);
        }
    }

    private void runs() {
        long all = session.number("SELECT count(*) FROM run");
        long done = 0;
        long last = 0;
        List<Known> runs = after(last);
        while (!runs.isEmpty()) {
            for (Known run : runs) {
                inSnapshot(() -> run(run));
                progress.read(++done, Math.max(done, all));
            }
            last = runs.getLast().key;
            runs = after(last);
        }
    }

    private List<Known> after(long key) {
        return session.list(
                "SELECT run_key, id FROM run WHERE run_key > ? ORDER BY run_key LIMIT ?",
                row -> new Known(row.getLong(1), row.getString(2)),
                key,
                RUNS_AT_ONCE);
    }

    private void run(Known run) {
        boolean isThere = session.first("SELECT 1 FROM run WHERE run_key = ?", row -> 1, run.key)
                .isPresent();
        if (isThere) {
            findings.addAll(new RunCheck(session, run.key, new RunId(run.id)).findings());
        }
    }

    private void inSnapshot(Runnable check) {
        session.transact("BEGIN");
        try {
            check.run();
        } finally {
            session.transact("COMMIT");
        }
    }
}
