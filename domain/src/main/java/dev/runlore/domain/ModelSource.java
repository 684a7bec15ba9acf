// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Optional;

/**
 * Where a model's version comes from.
 *
 * @param run that made it
 * @param path of the file or folder of the run, when its files come from there
 * @param uri as its maker told it
 * @param runLink page of the run elsewhere
 * @param model the logged model that it was
 */
public record ModelSource(
        Optional<RunId> run,
        Optional<ArtifactPath> path,
        Optional<String> uri,
        Optional<String> runLink,
        Optional<LoggedModelId> model) {
    public ModelSource {
        uri.ifPresent(text -> Limits.requireName("source of a model's version", text, Limits.MODEL_SOURCE));
        runLink.ifPresent(text -> Limits.requireText("link to a run", text, Limits.MODEL_SOURCE));
    }

    /** Files of a run of this history. */
    public static ModelSource of(RunId run, ArtifactPath path) {
        return new ModelSource(
                Optional.of(run), Optional.of(path), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
