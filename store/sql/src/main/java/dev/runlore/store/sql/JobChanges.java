// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Job;
import dev.runlore.domain.JobId;
import dev.runlore.domain.JobState;
import dev.runlore.domain.Launch;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunTransitions;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Writer;
import dev.runlore.store.JobStore;
import java.util.List;
import java.util.Optional;

/** What may become of a job, and of its run with it. For the writing thread. */
final class JobChanges {
    private JobChanges() {}

    static JobStore.Changed claim(Writing writing, JobId id, String nonce) {
        JobRows.JobRow row = get(writing, id);
        Job job = row.job();
        if (!job.state().isLive() || run(writing, job).status().isTerminal()) {
            throw RunloreException.wrongState(
                    "job " + id + " must be live to be claimed but is over; submit the run again");
        }
        if (job.state() == JobState.Queued) {
            throw RunloreException.wrongState(
                    "job " + id + " must have been started to be claimed but waits; wait until its turn comes");
        }
        if (row.nonce().isEmpty()) {
            writing.session()
                    .update(
                            "UPDATE job SET state = ?, nonce = ?, started = MAX(?, created) WHERE job_key = ?",
                            JobState.Running.name(),
                            nonce,
                            writing.now(),
                            row.key());
            become(writing, job, RunStatus.Preparing);
        } else if (!row.nonce().get().equals(nonce)) {
            throw RunloreException.wrongState("job " + id + " was claimed by another runner; end this one");
        }
        return changed(writing, id);
    }

    static JobStore.Changed cancel(Writing writing, JobId id) {
        JobRows.JobRow row = get(writing, id);
        Job job = row.job();
        if (job.state().isLive()) {
            writing.session().update("UPDATE job SET cancel_requested = 1 WHERE job_key = ?", row.key());
            if (isToEnd(job, run(writing, job).status())) {
                become(writing, job, RunStatus.Canceled);
                end(writing, id);
            } else {
                become(writing, job, RunStatus.CancelRequested);
            }
        }
        return changed(writing, id);
    }

    /** Whether nobody would see the request: no runner has the job, or one that the server did not start is silent. */
    private static boolean isToEnd(Job job, RunStatus status) {
        boolean isSilent = status == RunStatus.NotResponding && job.launch() == Launch.SUBMITTER;
        return job.state().isUnclaimed() || status.isTerminal() || isSilent;
    }

    static int end(Writing writing, JobId id) {
        return writing.session()
                .update(
                        "UPDATE job SET state = ?, ended = MAX(?, COALESCE(started, created))"
                                + " WHERE workspace_id = ? AND id = ? AND ended IS NULL",
                        JobState.Ended.name(),
                        writing.now(),
                        writing.workspace(),
                        id.value());
    }

    /** Changes the run's status where that is legal: whatever else was said of the run meanwhile stays. */
    private static void become(Writing writing, Job job, RunStatus to) {
        if (RunTransitions.isLegal(run(writing, job).status(), to)) {
            RunRecord status = new RunRecord.Status(to, Optional.empty(), Optional.empty());
            new Append(job.run(), Writer.DIRECT, List.of(status)).apply(writing);
        }
    }

    private static JobStore.Changed changed(Writing writing, JobId id) {
        Job job = get(writing, id).job();
        RunState run = run(writing, job);
        return new JobStore.Changed(job, run.revision(), run.status());
    }

    private static RunState run(Writing writing, Job job) {
        return writing.runs().find(job.run()).orElseThrow();
    }

    private static JobRows.JobRow get(Writing writing, JobId id) {
        return JobRows.find(writing.session(), writing.workspace(), id)
                .orElseThrow(() -> RunloreException.notFound("job " + id + " is not there; list the jobs"));
    }
}
