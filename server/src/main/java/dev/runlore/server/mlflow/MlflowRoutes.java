// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.server.artifact.Artifacts;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Routes;
import dev.runlore.server.mlflow.artifact.ArtifactCalls;
import dev.runlore.server.run.Runs;
import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;

/** MLflow's protocol over the features that are there. */
public final class MlflowRoutes implements Feature {
    private final ArtifactCalls artifacts;

    public MlflowRoutes(Store store, Runs runs, Artifacts artifacts, BlobStore blobs) {
        this.artifacts = new ArtifactCalls(store, runs, artifacts, blobs);
    }

    @Override
    public void register(Routes routes) {
        Endpoints endpoints = new Endpoints(routes, "");
        routes.errors(new MlflowErrors(endpoints));
        artifacts.register(routes, endpoints);
    }
}
