// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.RunId;
import dev.runlore.server.artifact.ArtifactChanges;
import dev.runlore.server.artifact.Artifacts;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.run.Runs;
import dev.runlore.store.BlobStore;
import dev.runlore.store.RunStore;
import java.util.List;
import java.util.Optional;

/** The files of a run, as any client sees them. */
record RunFiles(OfRuns all, ExperimentId experiment, RunId run) implements FileOwner {

    /** Of all runs. */
    record OfRuns(RunStore runs, Artifacts artifacts, ArtifactChanges changes) {}

    @Override
    public boolean isThere() {
        return all.runs
                .find(run)
                .filter(found -> found.experiment().id().equals(experiment))
                .isPresent();
    }

    @Override
    public String shown() {
        return shown(run);
    }

    static String shown(RunId run) {
        return "run '" + run + "'";
    }

    @Override
    public void requireWritable(Exchange exchange) {
        if (!isThere()) {
            throw Runs.missing(run);
        }
        exchange.requireWritable(run);
    }

    @Override
    public List<FolderEntry> folder(Optional<ArtifactPath> folder) {
        return isThere() ? all.artifacts.folder(run, folder) : List.of();
    }

    @Override
    public Artifact get(ArtifactPath path) {
        if (!isThere()) {
            throw Runs.missing(run);
        }
        return all.artifacts.get(run, path);
    }

    @Override
    public void put(ArtifactPath path, BlobStore.Stored stored) {
        all.changes.put(run, path, stored);
    }

    @Override
    public void delete(Optional<ArtifactPath> path) {
        all.changes.deleteAll(run, path);
    }
}
