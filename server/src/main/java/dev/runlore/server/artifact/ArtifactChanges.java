// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Writer;
import dev.runlore.server.run.Runs;
import dev.runlore.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Stores and deletes the files of runs. Thread-safe. */
public final class ArtifactChanges {
    private final Artifacts artifacts;
    private final Runs runs;
    private final BlobStore blobs;

    public ArtifactChanges(Artifacts artifacts, Runs runs, BlobStore blobs) {
        this.artifacts = artifacts;
        this.runs = runs;
        this.blobs = blobs;
    }

    /** @throws dev.runlore.domain.RunloreException NOT_FOUND, before a large body is read in vain */
    void requireRun(RunId run) {
        runs.get(run);
    }

    /** Stores bytes and then names them: until both are durable nobody sees either. */
    Artifact put(RunId run, ArtifactPath path, InputStream bytes) throws IOException {
        put(run, path, blobs.put(bytes));
        return artifacts.get(run, path);
    }

    /** Names bytes that are stored. */
    public void put(RunId run, ArtifactPath path, BlobStore.Stored stored) {
        RunRecord record = new RunRecord.PutArtifact(path, Optional.of(stored.sha256()), stored.size());
        runs.append(run, Writer.DIRECT, List.of(record));
    }

    void delete(RunId run, ArtifactPath path) {
        artifacts.get(run, path);
        runs.append(run, Writer.DIRECT, List.of(new RunRecord.DeleteArtifact(path)));
    }

    /** Deletes the file of a path and all below it, if there is any; everything without a path. */
    public void deleteAll(RunId run, Optional<ArtifactPath> path) {
        runs.append(run, Writer.DIRECT, List.of(new RunRecord.DeleteArtifacts(path)));
    }
}
