// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.experiment;

import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.store.Archived;
import dev.runlore.store.ExperimentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds experiments by what clients call them. The one with the number 0 is always there: it is made when somebody asks for it. */
public final class KnownExperiments {
    private final ExperimentStore store;

    public KnownExperiments(ExperimentStore store) {
        this.store = store;
    }

    ExperimentStore store() {
        return store;
    }

    /** @throws RunloreException NOT_FOUND */
    public Experiment get(ExperimentId id) {
        Optional<Experiment> known = store.find(id);
        return known.or(() -> id.equals(ExperimentId.DEFAULT) ? Optional.of(ensureDefault()) : Optional.empty())
                .orElseThrow(() -> missing(id, "."));
    }

    /** @throws RunloreException NOT_FOUND, or WRONG_STATE when it is archived */
    public Experiment getActive(ExperimentId id) {
        Experiment experiment = get(id);
        if (experiment.archived()) {
            throw RunloreException.wrongState("The experiment " + id
                    + " must be in the 'active' state. Current state is deleted. Restore the experiment first.");
        }
        return experiment;
    }

    /** All of them. */
    public List<Experiment> list(Archived archived) {
        get(ExperimentId.DEFAULT);
        List<Experiment> all = new ArrayList<>();
        Optional<PageToken> next = Optional.empty();
        do {
            Page<Experiment> page = store.list(archived, Limits.PAGE, next);
            all.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return all;
    }

    public Optional<Experiment> find(ExperimentId id) {
        return store.find(id);
    }

    Optional<Experiment> findByName(String name) {
        return store.findByName(name)
                .or(() -> name.equals(RunDraft.DEFAULT_EXPERIMENT) ? Optional.of(ensureDefault()) : Optional.empty());
    }

    /** The experiment that clients use when they are told of none. */
    Experiment ensureDefault() {
        try {
            return store.create(ExperimentDraft.named(RunDraft.DEFAULT_EXPERIMENT))
                    .experiment();
        } catch (RunloreException thereWithOtherContent) {
            return store.findByName(RunDraft.DEFAULT_EXPERIMENT).orElseThrow(() -> thereWithOtherContent);
        }
    }

    /** @throws RunloreException INVALID_ARGUMENT */
    public static ExperimentId id(String text) {
        try {
            return ExperimentId.parse(text);
        } catch (RunloreException wrong) {
            throw Faults.invalid("experiment_id", '"' + text + '"', "it must be a decimal number.");
        }
    }

    static RunloreException missing(ExperimentId id, String which) {
        return RunloreException.notFound("No Experiment with id=" + id + " exists" + which);
    }

    /** Where clients put the artifacts of an experiment's runs: behind this server. */
    public static String artifactLocation(ExperimentId id) {
        return "mlflow-artifacts:/" + id;
    }
}
