// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.live;

import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.store.RunStore;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which events one watcher asked for: those of one run, of one experiment's runs, or all. */
record Watched(Optional<RunId> run, Optional<ExperimentId> experiment, Experiments experiments) {

    boolean wants(Event event) {
        return (run.isEmpty() || run.get().equals(event.run()))
                && (experiment.isEmpty() || experiment.equals(experiments.of(event.run())));
    }

    /** To which experiment a run belongs, which never changes; remembers a bounded number of them. Thread-safe. */
    static final class Experiments {
        private static final int REMEMBERED = 50_000;

        private final RunStore runs;
        private final ConcurrentMap<RunId, ExperimentId> known = new ConcurrentHashMap<>();

        Experiments(RunStore runs) {
            this.runs = runs;
        }

        Optional<ExperimentId> of(RunId run) {
            Optional<ExperimentId> remembered = Optional.ofNullable(known.get(run));
            if (remembered.isPresent()) {
                return remembered;
            }
            Optional<ExperimentId> found = runs.find(run).map(Run::experiment).map(Run.ExperimentRef::id);
            if (known.size() >= REMEMBERED) {
                known.clear();
            }
            found.ifPresent(experiment -> known.put(run, experiment));
            return found;
        }
    }
}
