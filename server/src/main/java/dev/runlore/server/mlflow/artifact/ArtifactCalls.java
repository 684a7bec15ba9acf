// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.server.artifact.ArtifactBytes;
import dev.runlore.server.artifact.ArtifactChanges;
import dev.runlore.server.artifact.Artifacts;
import dev.runlore.server.http.Routes;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.run.Runs;
import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;

/** All calls for files. */
public final class ArtifactCalls {
    private final ProxyCalls proxy;
    private final PartCalls parts;
    private final RunFileCalls ofRuns;

    public ArtifactCalls(Store store, Runs runs, Artifacts artifacts, BlobStore blobs) {
        RunFiles.OfRuns files =
                new RunFiles.OfRuns(store.runs(), artifacts, new ArtifactChanges(artifacts, runs, blobs));
        Locations locations = new Locations(store.experiments(), files);
        ArtifactBytes bytes = new ArtifactBytes(artifacts);
        proxy = new ProxyCalls(locations, bytes, blobs);
        parts = new PartCalls(locations, blobs);
        ofRuns = new RunFileCalls(files, bytes, blobs);
    }

    public void register(Routes routes, Endpoints endpoints) {
        for (String base : endpoints.artifactBases()) {
            proxy.register(routes, base);
            parts.register(routes, base);
        }
        ofRuns.register(endpoints);
    }
}
