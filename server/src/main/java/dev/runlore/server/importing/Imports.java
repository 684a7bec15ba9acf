// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.importing;

import dev.runlore.domain.RunId;
import dev.runlore.domain.Writer;
import dev.runlore.server.run.Runs;
import dev.runlore.store.RunStore;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Brings in runs, each whole in one transaction and each once. Thread-safe: imports follow one another. */
public final class Imports {
    private final RunStore store;
    private final Runs runs;
    private final Lock one = new ReentrantLock();

    public Imports(RunStore store, Runs runs) {
        this.store = store;
        this.runs = runs;
    }

    /**
     * Whether the run was not there before.
     *
     * @throws dev.runlore.domain.RunloreException ALREADY_EXISTS when it is there with other content
     */
    boolean put(ImportedRun imported) {
        RunId id = imported.draft().id();
        one.lock();
        try {
            boolean isThere = store.find(id).isPresent();
            runs.append(id, Writer.DIRECT, isThere ? List.of(imported.create()) : imported.records());
            return !isThere;
        } finally {
            one.unlock();
        }
    }
}
