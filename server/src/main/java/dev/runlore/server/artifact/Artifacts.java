// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import dev.runlore.server.run.Runs;
import dev.runlore.store.BlobStore;
import dev.runlore.store.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Reads the files of runs: names in the store, bytes in the blobs. Thread-safe. */
public final class Artifacts {
    private final RunStore store;
    private final BlobStore blobs;

    public Artifacts(RunStore store, BlobStore blobs) {
        this.store = store;
        this.blobs = blobs;
    }

    /** @param prefix a file, or a folder with or without its last slash */
    public Page<Artifact> list(RunId run, Optional<String> prefix, int limit, Optional<PageToken> token) {
        Optional<String> folder = prefix.filter(text -> !text.isEmpty())
                .map(text -> text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
                .map(text -> new ArtifactPath(text).value());
        Page<Artifact> page = store.artifacts(run, folder, limit, token);
        if (page.items().isEmpty()) {
            requireRun(run);
        }
        return page;
    }

    private void requireRun(RunId run) {
        if (store.find(run).isEmpty()) {
            throw Runs.missing(run);
        }
    }

    /** What lies directly in a folder of a run, by name. */
    public List<FolderEntry> folder(RunId run, Optional<ArtifactPath> folder) {
        return store.folder(run, folder);
    }

    /** @throws RunloreException NOT_FOUND */
    public Artifact get(RunId run, ArtifactPath path) {
        return store.findArtifact(run, path).orElseThrow(() -> {
            requireRun(run);
            return RunloreException.notFound("artifact '" + Shown.text(path.value()) + "' of run '" + run
                    + "' must be there but is not; list the run's artifacts for their paths");
        });
    }

    /** All bytes, checked; the caller closes them. */
    public InputStream open(Artifact artifact) throws IOException {
        return blobs.open(blob(artifact));
    }

    /**
     * {@code length} bytes from {@code offset}; the caller closes them.
     *
     * @throws RunloreException NOT_FOUND when the bytes did not come with an import
     */
    public InputStream open(Artifact artifact, long offset, long length) throws IOException {
        return blobs.open(blob(artifact), offset, length);
    }

    private static Sha256 blob(Artifact artifact) {
        return artifact.blob()
                .orElseThrow(() -> RunloreException.notFound("the bytes of artifact '"
                        + Shown.text(artifact.path().value())
                        + "' did not come with the import of its run; look for them where the run came from"));
    }
}
