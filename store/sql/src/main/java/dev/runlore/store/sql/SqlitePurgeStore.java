// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.JobState;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.store.PurgeStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Purging in SQLite. Thread-safe. */
final class SqlitePurgeStore implements PurgeStore {
    /** 4 MiB: how much of the file one write moves. */
    private static final int PAGES = 1_000;

    private final GroupCommit writer;
    private final Readers readers;

    SqlitePurgeStore(GroupCommit writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public void purge(RunId id) {
        writer.write(Weight.SMALL, writing -> {
            RunState run = writing.runs()
                    .find(id)
                    .orElseThrow(() -> RunloreException.notFound(
                            "run '" + id + "' must be in the history but is not; check its id"));
            requireOver(run, hasLiveJob(writing.session(), run));
            // What memory has goes first, and is forgotten with the run.
            writing.runs().flush();
            writing.runs().forget(run);
            writing.session().update("""
                    INSERT INTO run_purge (run_key, workspace_id, experiment_id, snapshot)
                    SELECT run_key, workspace_id, experiment_id, snapshot FROM run WHERE run_key = ?
                    """, run.key());
            writing.session()
                    .update(
                            "UPDATE logged_model SET purge_key = ? WHERE workspace_id = ? AND source = ?",
                            run.key(),
                            writing.workspace(),
                            id.value());
            writing.session().update("DELETE FROM run WHERE run_key = ?", run.key());
            return true;
        });
    }

    private static boolean hasLiveJob(Session session, RunState run) {
        return session.first(
                        "SELECT 1 FROM job WHERE run_key = ? AND state <> ?",
                        row -> 1,
                        run.key(),
                        JobState.Ended.name())
                .isPresent();
    }

    /** A run that does not respond may still be executed, when it has a job. */
    private static void requireOver(RunState run, boolean hasLiveJob) {
        boolean isSilent = run.status() == RunStatus.NotResponding && !hasLiveJob;
        if (!run.status().isTerminal() && !isSilent) {
            throw RunloreException.wrongState("run '" + run.id() + "' is " + run.status()
                    + " and cannot be purged; cancel it first, or let it end");
        }
    }

    @Override
    public Slice removeSome() {
        return writer.write(Weight.SMALL, writing -> {
            Optional<PurgedRun> next = PurgedRun.next(writing.session());
            Set<Sha256> released = new HashSet<>();
            boolean ended = next.map(run -> run.removeSome(released)).orElse(true);
            return new Slice(
                    released, ended && PurgedRun.next(writing.session()).isEmpty());
        });
    }

    @Override
    public void dropImports(Instant before) {
        writer.write(Weight.SMALL, writing -> ImportRows.drop(writing.session(), before));
    }

    @Override
    public Slice removeSnapshot(Instant before) {
        return writer.write(Weight.SMALL, writing -> {
            Optional<String> old = writing.session().first("""
                    SELECT snapshot_id FROM snapshot s WHERE created < ?
                      AND NOT EXISTS (SELECT 1 FROM run WHERE snapshot = s.snapshot_id) LIMIT 1
                    """, row -> row.getString(1), before);
            Set<Sha256> released = new HashSet<>();
            old.ifPresent(snapshot -> PurgedRun.removeSnapshot(writing.session(), snapshot, released));
            return new Slice(released, old.isEmpty());
        });
    }

    @Override
    public boolean shrink() {
        return writer.write(Weight.SMALL, writing -> {
            writing.session().executeWhole("PRAGMA incremental_vacuum(" + PAGES + ")");
            boolean done = writing.session().number("PRAGMA freelist_count") == 0;
            if (done) {
                writer.checkpointSoon();
            }
            return done;
        });
    }

    @Override
    public Set<Sha256> unreferenced(Collection<Sha256> blobs) {
        List<String> names = blobs.stream().map(Sha256::hex).toList();
        return readers.read(
                session -> new HashSet<>(session.list("""
                SELECT value FROM json_each(?)
                WHERE NOT EXISTS (SELECT 1 FROM artifact WHERE sha256 = value)
                  AND NOT EXISTS (SELECT 1 FROM snapshot_file WHERE sha256 = value)
                  AND NOT EXISTS (SELECT 1 FROM model_version_file WHERE sha256 = value)
                  AND NOT EXISTS (SELECT 1 FROM logged_model_file WHERE sha256 = value)
                """, row -> new Sha256(row.getString(1)), Json.texts(names))));
    }
}
