// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files as they were when they were promoted. What becomes of the run afterwards does not change them.
 *
 * @param version counts up from 1 within the model
 * @param files by their paths within the run; none when the source is not of this history
 */
public record ModelVersion(
        ModelName name,
        long version,
        ModelSource source,
        List<ModelFile> files,
        Optional<String> description,
        Tags tags,
        List<ModelAlias> aliases,
        Instant created,
        Instant updated) {
    public ModelVersion {
        files = List.copyOf(files);
        aliases = List.copyOf(aliases);
    }

    /** The path of a file within what was promoted: of a file of its own name, of one of a folder without that. */
    public ArtifactPath within(ModelFile file) {
        String path = file.path().value();
        String promoted = source.path().map(ArtifactPath::value).orElse("");
        int cut =
                path.equals(promoted) ? promoted.lastIndexOf('/') + 1 : promoted.isEmpty() ? 0 : promoted.length() + 1;
        return new ArtifactPath(path.substring(cut));
    }
}
