// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Optional;

/**
 * The request to keep what lies at a source as the next version of a model that is there.
 *
 * @param files what the source means in this history; without any the version has no files
 */
public record ModelRegistration(
        ModelName name, ModelSource source, Optional<Files> files, Optional<String> description, Tags tags) {

    /** Files that this history has. */
    public sealed interface Files {

        /** @param path empty for all files of the run */
        record OfRun(RunId run, Optional<ArtifactPath> path) implements Files {}

        /** @param path empty for all files of the model */
        record OfLoggedModel(LoggedModelId model, Optional<ArtifactPath> path) implements Files {}

        record OfVersion(ModelName name, long version) implements Files {}
    }

    public ModelRegistration {
        description.ifPresent(text -> Limits.requireText("description", text, Limits.DESCRIPTION));
    }
}
