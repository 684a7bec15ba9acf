// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Job;
import dev.runlore.domain.JobState;
import dev.runlore.domain.Launch;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.store.JobDraft;
import dev.runlore.store.JobStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes a run and its job, or finds both there. */
record JobCreation(JobDraft draft) implements Change<JobStore.Submitted> {
    private static final String INSERT = """
            INSERT INTO job (workspace_id, id, run_key, target, launch, state, submission, created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** What a run and its first job were made from. */
    private record Made(byte[] run, String submission) {}

    @Override
    public JobStore.Submitted apply(Writing writing) {
        Optional<RunState> there = writing.runs().find(draft.run().id());
        if (there.isPresent()) {
            return new JobStore.Submitted(again(writing, there.get()), false);
        }
        requireRoom(writing);
        new Append(draft.run().id(), Writer.DIRECT, records()).apply(writing);
        long run = writing.runs().find(draft.run().id()).orElseThrow().key();
        writing.session()
                .update(
                        INSERT,
                        writing.workspace(),
                        draft.id().value(),
                        run,
                        draft.run().target(),
                        draft.launch().word(),
                        state().name(),
                        draft.submission(),
                        writing.now());
        return new JobStore.Submitted(
                JobRows.find(writing.session(), writing.workspace(), draft.id())
                        .orElseThrow()
                        .job(),
                true);
    }

    /** Whoever launches it itself does so at once. */
    private JobState state() {
        return draft.launch() == Launch.SERVER ? JobState.Queued : JobState.Starting;
    }

    private List<RunRecord> records() {
        List<RunRecord> records = new ArrayList<>();
        records.add(new RunRecord.Create(draft.run(), WriterFacts.UNKNOWN));
        records.add(new RunRecord.Status(RunStatus.Queued, Optional.empty(), Optional.empty()));
        draft.warnings().forEach(text -> records.add(new RunRecord.Warning(text)));
        return records;
    }

    private Job again(Writing writing, RunState run) {
        boolean isSame = writing.session()
                .first("""
                        SELECT r.draft, j.submission FROM job j JOIN run r ON r.run_key = j.run_key
                        WHERE j.run_key = ? ORDER BY j.job_key LIMIT 1
                        """, row -> new Made(row.getBytes(1), row.getString(2)), run.key())
                .filter(this::isSame)
                .isPresent();
        if (!isSame) {
            throw new RunloreException(
                    ErrorCode.ALREADY_EXISTS,
                    "run '" + run.id() + "' is there and was made from other content; use another id");
        }
        return JobRows.first(writing.session(), Clause.of("j.run_key = ? ORDER BY j.job_key", run.key()))
                .orElseThrow()
                .job();
    }

    private boolean isSame(Made made) {
        RunDraft run = draft.run();
        return Arrays.equals(made.run, DraftDigest.of(run)) && made.submission.equals(draft.submission());
    }

    private void requireRoom(Writing writing) {
        String target = draft.run().target();
        long waiting =
                writing.session().number("SELECT count(*) FROM job WHERE target = ? AND state = 'Queued'", target);
        if (waiting >= Limits.WAITING_JOBS) {
            throw new RunloreException(
                    ErrorCode.RATE_LIMITED,
                    "target '" + target + "' must have at most " + Limits.WAITING_JOBS + " jobs that wait but has "
                            + waiting + "; submit again when some have ended");
        }
    }
}
