// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.LoggedModel;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.server.http.Exchange;
import dev.runlore.store.BlobStore;
import dev.runlore.store.LoggedModelStore;
import java.util.List;
import java.util.Optional;

/** The files of a logged model; those of a deleted one can still be read. */
record LoggedModelFiles(LoggedModelStore store, ExperimentId experiment, LoggedModelId id) implements FileOwner {

    private Optional<LoggedModel> find() {
        return store.find(id).filter(model -> model.experiment().equals(experiment));
    }

    @Override
    public boolean isThere() {
        return find().isPresent();
    }

    @Override
    public String shown() {
        return "logged model " + id;
    }

    @Override
    public void requireWritable(Exchange exchange) {
        LoggedModel model = find().orElseThrow(this::missing);
        exchange.requireWritableFor(model.source());
    }

    private RunloreException missing() {
        return RunloreException.notFound("Logged model with ID '" + id + "' not found.");
    }

    @Override
    public List<FolderEntry> folder(Optional<ArtifactPath> folder) {
        return isThere() ? store.folder(id, folder) : List.of();
    }

    @Override
    public Artifact get(ArtifactPath path) {
        if (!isThere()) {
            throw missing();
        }
        return store.findFile(id, path)
                .orElseThrow(() -> RunloreException.notFound("file '" + Shown.text(path.value()) + "' of " + shown()
                        + " must be there but is not; list the model's files for their paths"));
    }

    @Override
    public void put(ArtifactPath path, BlobStore.Stored stored) {
        store.putFile(id, path, stored.sha256(), stored.size());
    }

    @Override
    public void delete(Optional<ArtifactPath> path) {
        store.deleteFiles(id, path);
    }
}
