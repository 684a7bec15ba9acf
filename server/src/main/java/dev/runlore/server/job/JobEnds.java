// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.server.run.RunChange;
import dev.runlore.server.run.RunListener;
import dev.runlore.store.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a run's job when the run is over, whoever said so, and lets the next one begin. */
public final class JobEnds implements RunListener {
    private static final Logger log = LoggerFactory.getLogger(JobEnds.class);

    private final JobStore store;
    private final Wake wake;

    public JobEnds(JobStore store, Wake wake) {
        this.store = store;
        this.wake = wake;
    }

    @Override
    public void changed(RunChange change) {
        if (!change.status().isTerminal()) {
            return;
        }
        try {
            store.findLive(change.run()).ifPresent(job -> {
                store.end(job.id());
                wake.signal();
            });
        } catch (RuntimeException e) {
            // the change itself is durable; the queue looks again, and so does the next start
            log.atError().setCause(e).log("the job of a run that is over could not be ended yet");
        }
    }
}
