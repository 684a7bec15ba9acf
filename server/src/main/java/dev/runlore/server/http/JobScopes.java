// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.JobId;
import java.util.Optional;

/**
 * What the run token of a job is good for.
 *
 * @param jobs says for which jobs it is good at all
 * @param lineage says which runs it may write beside the job's own: those below it
 */
public record JobScopes(LiveJobs jobs, Lineage lineage) {
    /** No job lives. */
    public static final JobScopes NONE = new JobScopes(LiveJobs.NONE, Lineage.NONE);

    Optional<Scope> find(JobId job) {
        return jobs.findRun(job).map(run -> Scope.of(run, lineage));
    }
}
