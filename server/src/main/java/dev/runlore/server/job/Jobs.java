// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Job;
import dev.runlore.domain.JobId;
import dev.runlore.domain.JobState;
import dev.runlore.domain.Launch;
import dev.runlore.domain.Page;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunError;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.Submission;
import dev.runlore.server.run.RunChange;
import dev.runlore.server.run.Runs;
import dev.runlore.store.JobDraft;
import dev.runlore.store.JobQuery;
import dev.runlore.store.JobStore;
import dev.runlore.store.SnapshotStore;
import dev.runlore.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Submits, claims and cancels jobs. Thread-safe. */
public final class Jobs {
    private final JobStore store;
    private final SnapshotStore snapshots;
    private final Runs runs;
    private final Wake wake;
    private final Optional<String> target;

    /** @param target where this server starts jobs, if it does */
    public Jobs(Store store, Runs runs, Wake wake, Optional<String> target) {
        this.store = store.jobs();
        this.snapshots = store.snapshots();
        this.runs = runs;
        this.wake = wake;
        this.target = target;
    }

    JobStore.Submitted submit(Submission submission, Supplier<UUID> ids) {
        if (submission.launch() == Launch.SERVER) {
            requireTarget(submission.configuration().target());
        }
        requireScript(submission);
        JobDraft draft = new JobDraft(
                new JobId(ids.get().toString()),
                submission.run(),
                submission.launch(),
                submission.warnings(),
                Assignment.of(submission).text());
        JobStore.Submitted submitted = store.submit(draft);
        Run run = runs.get(submitted.job().run());
        runs.announce(new RunChange(run.id(), run.revision(), run.status()));
        wake.signal();
        return submitted;
    }

    private void requireTarget(String name) {
        if (target.filter(name::equals).isEmpty()) {
            throw RunloreException.invalid(
                    "target must be one that this server starts jobs on but is '" + Shown.text(name) + "'; "
                            + target.map(known -> "use " + known).orElse("launch the job yourself"));
        }
    }

    private void requireScript(Submission submission) {
        var snapshot = submission.run().snapshot().orElseThrow();
        submission.configuration().script().ifPresent(script -> {
            if (snapshots.find(snapshot).isPresent()
                    && snapshots.findFile(snapshot, script).isEmpty()) {
                throw RunloreException.invalid("script must be a file of snapshot " + snapshot + " but is '"
                        + Shown.text(script.value()) + "'; check its path from the project's root");
            }
        });
    }

    /** @throws RunloreException NOT_FOUND */
    Job get(JobId id) {
        return store.find(id)
                .orElseThrow(() -> RunloreException.notFound("job " + id + " is not there; list the jobs"));
    }

    Page<Job> list(JobQuery query) {
        return store.list(query);
    }

    /** Gives the job to a runner; as {@link JobStore#claim}. */
    Job claim(JobId id, String nonce) {
        return announced(store.claim(id, nonce));
    }

    /** What the job is to do. */
    Assignment assignment(JobId id) {
        return Assignment.parse(store.findSubmission(id).orElseThrow());
    }

    Run run(RunId id) {
        return runs.get(id);
    }

    /** As {@link JobStore#cancel}; the run after it. */
    Run cancel(JobId id) {
        Job job = announced(store.cancel(id));
        wake.signal();
        return runs.get(job.run());
    }

    /** The run of a job that a runner has claimed and that is not over. */
    public Optional<RunId> findClaimedRun(JobId id) {
        return store.find(id).filter(job -> job.state() == JobState.Running).map(Job::run);
    }

    /** Cancels a run: by its job as long as that lives, else at once. One that a job has ended stays as it is. */
    public Run cancelRun(RunId run, RunRecord.Status canceled) {
        Optional<Job> job = store.findLast(run);
        if (job.isEmpty()) {
            return runs.change(run, List.of(canceled));
        }
        if (job.get().state() != JobState.Ended) {
            return cancel(job.get().id());
        }
        Run ended = runs.get(run);
        return ended.status().isTerminal() ? ended : runs.change(run, List.of(canceled));
    }

    Optional<Job> findLast(RunId run) {
        return store.findLast(run);
    }

    List<Job> started(String target) {
        return store.started(target);
    }

    List<Job> waiting(String target, int most) {
        return store.waiting(target, most);
    }

    boolean start(JobId id) {
        return store.start(id);
    }

    void hold(JobId id, String handle) {
        store.hold(id, handle);
    }

    void end(JobId id) {
        store.end(id);
    }

    /** Ends a job that nobody executes any more: its run failed, unless it was to be canceled anyway. */
    void lose(Job job, String why) {
        RunStatus to = job.cancelRequested() ? RunStatus.Canceled : RunStatus.Failed;
        RunError error = new RunError(
                "RunnerLost", "run '" + job.run() + "' was ended: " + why, Optional.empty(), Optional.empty());
        try {
            runs.change(job.run(), List.of(new RunRecord.Status(to, Optional.empty(), Optional.of(error))));
        } catch (RunloreException e) {
            // it has ended by another way meanwhile, and its job with it
            if (e.code() != ErrorCode.WRONG_STATE) {
                throw e;
            }
        }
    }

    /** Ends the jobs whose runs ended when nobody was there to see it. */
    void endOver() {
        store.over().forEach(job -> store.end(job.id()));
    }

    private Job announced(JobStore.Changed changed) {
        RunStatus status = changed.status();
        runs.announce(new RunChange(changed.job().run(), changed.revision(), status));
        return changed.job();
    }
}
