// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.server.artifact.ArtifactBytes;
import dev.runlore.server.artifact.ArtifactChanges;
import dev.runlore.server.artifact.Artifacts;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.run.Runs;
import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;
import java.util.List;

/** All calls for files. */
public final class ArtifactCalls implements Calls {
    private final ProxyCalls proxy;
    private final PartCalls parts;
    private final List<Calls> owners;

    public ArtifactCalls(Store store, Runs runs, Artifacts artifacts, BlobStore blobs) {
        RunFiles.OfRuns files =
                new RunFiles.OfRuns(store.runs(), artifacts, new ArtifactChanges(artifacts, runs, blobs));
        Locations.Models models = new Locations.Models(store.loggedModels(), store.models());
        Locations locations = new Locations(store.experiments(), files, models);
        ArtifactBytes bytes = new ArtifactBytes(artifacts);
        proxy = new ProxyCalls(locations, bytes, blobs);
        parts = new PartCalls(locations, blobs);
        owners = List.of(new RunFileCalls(files, bytes, blobs), new ModelFileCalls(models, bytes));
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.artifacts(proxy::register);
        endpoints.artifacts(parts::register);
        owners.forEach(calls -> calls.register(endpoints));
    }
}
