// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Exchange;
import dev.runlore.store.ExperimentStore;
import dev.runlore.store.RunStore;
import dev.runlore.store.Store;

/** Which runs a request may make: with a run's token those below it, in experiments that are there. Thread-safe. */
public final class NewRuns {
    private final RunStore runs;
    private final ExperimentStore experiments;

    public NewRuns(Store store) {
        this.runs = store.runs();
        this.experiments = store.experiments();
    }

    /**
     * Asks before a run is made, or found there by a request that is repeated.
     *
     * @throws RunloreException PERMISSION_DENIED
     */
    public void require(Exchange exchange, RunDraft draft) {
        if (exchange.writesAll()) {
            return;
        }
        if (runs.find(draft.id()).isPresent()) {
            // What the request calls its parent need not be its parent.
            exchange.requireWritable(draft.id());
            return;
        }
        exchange.requireWritableFor(draft.parent());
        if (experiments.findByName(draft.experiment()).isEmpty()) {
            exchange.requireWriteOfAll();
        }
    }
}
