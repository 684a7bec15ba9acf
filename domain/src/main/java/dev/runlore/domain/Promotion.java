// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Optional;

/**
 * The request to keep files of a run as the next version of a model.
 *
 * @param path a file of the run, or a folder: then all files below it
 */
public record Promotion(ModelName name, RunId run, ArtifactPath path, Optional<String> description, Tags tags) {
    public Promotion {
        description.ifPresent(text -> Limits.requireText("description", text, Limits.DESCRIPTION));
    }
}
