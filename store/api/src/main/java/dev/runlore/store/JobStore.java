// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.Job;
import dev.runlore.domain.JobId;
import dev.runlore.domain.Page;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import java.util.List;
import java.util.Optional;

/**
 * Jobs and the runs they execute: each change is one transaction of both, so that they never disagree. A job's states only go
 * forward.
 */
public interface JobStore {

    /** A job, and whether the call made it and its run. */
    record Submitted(Job job, boolean created) {}

    /** A job and its run as a change left them. */
    record Changed(Job job, long revision, RunStatus status) {}

    /**
     * Makes a Queued run and its job, which is Queued, or Starting when the submitter launches it. The same draft again, whatever
     * the job's id, changes nothing.
     *
     * @throws dev.runlore.domain.RunloreException ALREADY_EXISTS when the run is there with other content; NOT_FOUND when its
     *     snapshot is not there; RATE_LIMITED when too many jobs wait for the target already
     */
    Submitted submit(JobDraft draft);

    Optional<Job> find(JobId id);

    /** The run's job that is not over. */
    Optional<Job> findLive(RunId run);

    /** What {@link JobDraft#submission} was. */
    Optional<String> findSubmission(JobId id);

    Page<Job> list(JobQuery query);

    /** Jobs for the server to watch: those it launches on a target and that are Starting or Running, in the order of submission. */
    List<Job> started(String target);

    /** Queued jobs of a target in the order of submission, the first {@code most}. */
    List<Job> waiting(String target, int most);

    /** Live jobs whose runs are over: these are to be ended. */
    List<Job> over();

    /** Makes a Queued job Starting; false when it is no longer Queued. */
    boolean start(JobId id);

    /** Keeps what the compute target calls a job. */
    void hold(JobId id, String handle);

    /**
     * Gives the job to the runner of that nonce, makes it Running and its run Preparing. The same nonce again changes nothing.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the job is not there; WRONG_STATE when another runner has it,
     *     it waits, or it is over
     */
    Changed claim(JobId id, String nonce);

    /**
     * Ends an unclaimed job and cancels its run. Of a claimed one the run becomes CancelRequested, for the runner to see; but when
     * the runner is not the server's and does not respond, the job ends too. Without effect on a job that is over.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the job is not there
     */
    Changed cancel(JobId id);

    /** Makes the job Ended; without effect when it is, or is not there. */
    void end(JobId id);
}
