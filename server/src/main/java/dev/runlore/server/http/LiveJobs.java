// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.JobId;
import dev.runlore.domain.RunId;
import java.util.Optional;

/** Which jobs have a runner. */
@FunctionalInterface
public interface LiveJobs {
    /** No job ever has one. */
    LiveJobs NONE = job -> Optional.empty();

    /** The run of a job that a runner has claimed and that is not over. */
    Optional<RunId> findRun(JobId job);
}
