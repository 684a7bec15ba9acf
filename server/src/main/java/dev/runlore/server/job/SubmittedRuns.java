// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What a submitted run is made from.
 *
 * @param random a part of the ids of runs that nobody names
 */
public record SubmittedRuns(InstantSource clock, IntSupplier random) {

    RunId id(String experiment) {
        return SubmittedRunId.of(experiment, clock.instant(), random.getAsInt());
    }

    /** The run as it was told, with what its configuration says of it. */
    static RunDraft of(RunDraft told, RunConfiguration configuration) {
        return new RunDraft(
                told.id(),
                told.experiment(),
                told.name(),
                told.description(),
                told.parent(),
                RunStatus.NotStarted,
                Optional.of(configuration.subject()),
                HiddenValues.of(configuration.words()),
                configuration.target(),
                told.user(),
                told.host(),
                true,
                told.at(),
                told.tags(),
                told.properties(),
                told.params(),
                Optional.empty());
    }
}
