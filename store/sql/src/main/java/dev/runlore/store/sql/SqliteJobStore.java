// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Job;
import dev.runlore.domain.JobId;
import dev.runlore.domain.JobState;
import dev.runlore.domain.Page;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.store.JobDraft;
import dev.runlore.store.JobQuery;
import dev.runlore.store.JobStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Jobs in SQLite. Thread-safe. */
final class SqliteJobStore implements JobStore {
    private static final String OVER = Json.texts(Stream.of(RunStatus.values())
            .filter(RunStatus::isTerminal)
            .map(RunStatus::name)
            .toList());

    private final GroupCommit writer;
    private final Readers readers;
    private final long workspace;

    SqliteJobStore(GroupCommit writer, Readers readers, long workspace) {
        this.writer = writer;
        this.readers = readers;
        this.workspace = workspace;
    }

    @Override
    public Submitted submit(JobDraft draft) {
        long bytes = Weight.SMALL.bytes() + 2L * draft.submission().length();
        return writer.write(new Weight(bytes, 0), new JobCreation(draft));
    }

    @Override
    public Optional<Job> find(JobId id) {
        return readers.read(session -> JobRows.find(session, workspace, id)).map(JobRows.JobRow::job);
    }

    @Override
    public Optional<Job> findLive(RunId run) {
        Clause live = Clause.of("""
                j.run_key = (SELECT run_key FROM run WHERE workspace_id = ? AND id = ?) AND j.ended IS NULL
                ORDER BY j.job_key DESC
                """, workspace, run.value());
        return readers.read(session -> JobRows.first(session, live)).map(JobRows.JobRow::job);
    }

    @Override
    public Optional<String> findSubmission(JobId id) {
        return readers.read(session -> session.first(
                "SELECT submission FROM job WHERE workspace_id = ? AND id = ?",
                row -> row.getString(1),
                workspace,
                id.value()));
    }

    @Override
    public Page<Job> list(JobQuery query) {
        boolean isQueue = query.which() == JobQuery.Which.LIVE;
        Token tokens = Token.of("jobs", query.target(), query.which());
        long from = tokens.read(query.token(), isQueue ? 0 : Long.MAX_VALUE)[0];
        Clause condition = Clause.of("j.workspace_id = ?", workspace)
                .then(query.target()
                        .map(target -> Clause.of(" AND j.target = ?", target))
                        .orElse(Clause.of("")))
                .then(
                        switch (query.which()) {
                            case LIVE -> " AND j.ended IS NULL";
                            case ENDED -> " AND j.ended IS NOT NULL";
                            case ALL -> "";
                        })
                .then(
                        isQueue
                                ? " AND j.job_key > ? ORDER BY j.job_key"
                                : " AND j.job_key < ? ORDER BY j.job_key DESC",
                        from)
                .then(" LIMIT ?", query.limit() + 1);
        List<JobRows.JobRow> rows = readers.read(session -> JobRows.list(session, condition));
        return Pages.of(rows, query.limit(), JobRows.JobRow::job, row -> tokens.at(row.key()));
    }

    @Override
    public List<Job> started(String target) {
        return jobs(Clause.of("""
                j.workspace_id = ? AND j.target = ? AND j.ended IS NULL AND j.state <> 'Queued' AND j.launch = 'server'
                ORDER BY j.job_key
                """, workspace, target));
    }

    @Override
    public List<Job> waiting(String target, int most) {
        return jobs(Clause.of(
                "j.workspace_id = ? AND j.target = ? AND j.state = 'Queued' ORDER BY j.job_key LIMIT ?",
                workspace,
                target,
                most));
    }

    @Override
    public List<Job> over() {
        return jobs(Clause.of("""
                j.workspace_id = ? AND j.ended IS NULL AND r.status IN (SELECT value FROM json_each(?))
                ORDER BY j.job_key
                """, workspace, OVER));
    }

    private List<Job> jobs(Clause condition) {
        return readers.read(session -> JobRows.list(session, condition)).stream()
                .map(JobRows.JobRow::job)
                .toList();
    }

    @Override
    public boolean start(JobId id) {
        int changed = writer.write(
                Weight.SMALL,
                writing -> writing.session()
                        .update(
                                "UPDATE job SET state = ? WHERE workspace_id = ? AND id = ? AND state = 'Queued'",
                                JobState.Starting.name(),
                                workspace,
                                id.value()));
        return changed > 0;
    }

    @Override
    public void hold(JobId id, String handle) {
        writer.write(
                Weight.SMALL,
                writing -> writing.session()
                        .update(
                                "UPDATE job SET handle = ? WHERE workspace_id = ? AND id = ?",
                                handle,
                                workspace,
                                id.value()));
    }

    @Override
    public Changed claim(JobId id, String nonce) {
        return writer.write(Weight.SMALL, writing -> JobChanges.claim(writing, id, nonce));
    }

    @Override
    public Changed cancel(JobId id) {
        return writer.write(Weight.SMALL, writing -> JobChanges.cancel(writing, id));
    }

    @Override
    public void end(JobId id) {
        writer.write(Weight.SMALL, writing -> JobChanges.end(writing, id));
    }
}
