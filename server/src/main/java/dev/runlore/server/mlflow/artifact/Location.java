// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.ArtifactPath;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a path of the artifact proxy means. */
sealed interface Location {

    /** A level above the owners of files; it only lists. */
    record Level(Supplier<List<String>> names) implements Location {}

    /** @param path empty for all that the owner has */
    record Files(FileOwner owner, Optional<ArtifactPath> path) implements Location {}
}
