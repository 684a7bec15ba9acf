// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Optional;

/** What an experiment is made from, or what of it is to be. */
public record ExperimentDraft(
        String name, Optional<String> description, Optional<PrimaryMetric> primaryMetric, Tags tags) {
    public ExperimentDraft {
        Limits.requireName("experiment name", name, Limits.EXPERIMENT_NAME);
        description.ifPresent(text -> Limits.requireText("description", text, Limits.DESCRIPTION));
        tags.requireWithin(Limits.RUN_TAG);
    }

    public static ExperimentDraft named(String name) {
        return new ExperimentDraft(name, Optional.empty(), Optional.empty(), Tags.NONE);
    }
}
