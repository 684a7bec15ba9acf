// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import java.util.Optional;

/** Experiments of the workspace. */
public interface ExperimentStore {

    /** An experiment, and whether the call made it. */
    record Created(Experiment experiment, boolean created) {}

    /**
     * Makes an experiment; the first one called {@code Default} gets the id 0. The same name with the same content answers the one that is there.
     *
     * @throws dev.runlore.domain.RunloreException ALREADY_EXISTS when the name is there with other content
     */
    Created create(ExperimentDraft draft);

    Optional<Experiment> find(ExperimentId id);

    Optional<Experiment> findByName(String name);

    /** Newest first. */
    Page<Experiment> list(Archived archived, int limit, Optional<PageToken> token);

    /**
     * Replaces what an experiment is called and described by; the id stays.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND, or ALREADY_EXISTS when another one has the name
     */
    Experiment put(ExperimentId id, ExperimentDraft content);

    /**
     * Archives an experiment with its runs, or takes both back: the runs that were archived with it return, those archived
     * before it stay archived.
     */
    Experiment archive(ExperimentId id, boolean archived);

    /** Takes an archived experiment back with all its runs, also those that were archived before it. */
    Experiment restoreAll(ExperimentId id);
}
