// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files of a run as they were when they were promoted. What becomes of the run afterwards does not change them.
 *
 * @param version counts up from 1 within the model
 * @param artifactPath the file or folder of the run that was promoted
 * @param files at least one, by their paths
 */
public record ModelVersion(
        ModelName name,
        long version,
        RunId run,
        ArtifactPath artifactPath,
        List<ModelFile> files,
        Optional<String> description,
        Tags tags,
        Instant created,
        Instant updated) {
    public ModelVersion {
        files = List.copyOf(files);
    }
}
