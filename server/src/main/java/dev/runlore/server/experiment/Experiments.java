// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.experiment;

import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.RunloreException;
import dev.runlore.store.ExperimentStore;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** Reads and changes experiments. Thread-safe: changes follow one another, so none overwrites what it has not seen. */
public final class Experiments {
    private final ExperimentStore store;
    private final Lock changes = new ReentrantLock();

    public Experiments(ExperimentStore store) {
        this.store = store;
    }

    /** @throws RunloreException NOT_FOUND */
    public Experiment get(ExperimentId id) {
        return store.find(id)
                .orElseThrow(() -> RunloreException.notFound(
                        "experiment " + id + " must be in the history but is not; use an id of the list"));
    }

    /** Changes what an experiment is called and described by, then its archive flag where one is asked for. */
    public Experiment change(ExperimentId id, UnaryOperator<ExperimentDraft> change, Optional<Boolean> archived) {
        changes.lock();
        try {
            Experiment before = get(id);
            ExperimentDraft content = content(before);
            ExperimentDraft wanted = change.apply(content);
            Experiment changed = wanted.equals(content) ? before : store.put(id, wanted);
            return archived.isEmpty() || archived.get() == changed.archived()
                    ? changed
                    : store.archive(id, archived.get());
        } finally {
            changes.unlock();
        }
    }

    /** Takes an archived experiment back with all its runs. */
    public Experiment restoreAll(ExperimentId id) {
        changes.lock();
        try {
            return store.restoreAll(id);
        } finally {
            changes.unlock();
        }
    }

    private static ExperimentDraft content(Experiment experiment) {
        return new ExperimentDraft(
                experiment.name(), experiment.description(), experiment.primaryMetric(), experiment.tags());
    }
}
