// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.FolderEntry;
import dev.runlore.server.http.Exchange;
import dev.runlore.store.BlobStore;
import java.util.List;
import java.util.Optional;

/** Who has files: a run, a logged model, a version of a model. Paths are within it. */
interface FileOwner {
    boolean isThere();

    /** As errors name it. */
    String shown();

    /** @throws dev.runlore.domain.RunloreException NOT_FOUND; PERMISSION_DENIED; WRONG_STATE when it never changes */
    void requireWritable(Exchange exchange);

    /** What lies directly in a folder, by name; nothing in what is none. */
    List<FolderEntry> folder(Optional<ArtifactPath> folder);

    /** @throws dev.runlore.domain.RunloreException NOT_FOUND */
    Artifact get(ArtifactPath path);

    /** Names bytes that are stored, in the place of what the path had. */
    void put(ArtifactPath path, BlobStore.Stored stored);

    /** Deletes a file or all below a path, if there is any; everything without a path. */
    void delete(Optional<ArtifactPath> path);
}
