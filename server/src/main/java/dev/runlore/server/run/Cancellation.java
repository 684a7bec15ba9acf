// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;

/** How a run is canceled: one that something executes must be stopped there. */
@FunctionalInterface
public interface Cancellation {
    /** Cancels the run, by this record when nothing executes it; answers the run after it. */
    Run cancel(RunId run, RunRecord.Status canceled);
}
