// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.RunId;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.MediaType;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import dev.runlore.server.run.Runs;
import dev.runlore.store.BlobStore;
import java.io.IOException;
import java.util.Optional;

/** Lists, reads, stores and deletes the files of a run. */
public final class ArtifactRoutes implements Feature {
    private static final int USUAL_PAGE = 100;
    private static final String PATH = "/api/v1/runs/{run}/artifacts";

    private final Artifacts artifacts;
    private final ArtifactChanges changes;
    private final ArtifactBytes bytes;

    public ArtifactRoutes(Artifacts artifacts, Runs runs, BlobStore blobs) {
        this.artifacts = artifacts;
        this.changes = new ArtifactChanges(artifacts, runs, blobs);
        this.bytes = new ArtifactBytes(artifacts);
    }

    @Override
    public void register(Routes routes) {
        routes.get(Permission.READ, PATH, this::read);
        routes.put(Permission.WRITE, PATH, this::put);
        routes.delete(Permission.WRITE, PATH, this::delete);
    }

    private void read(Exchange exchange) throws IOException {
        Optional<String> path = exchange.query().find("path");
        if (path.isPresent()) {
            RunId run = exchange.run();
            bytes.answer(exchange, "run '" + run + "'", artifacts.get(run, new ArtifactPath(path.get())));
        } else {
            list(exchange);
        }
    }

    private void list(Exchange exchange) {
        Query query = exchange.query();
        Page<Artifact> page = artifacts.list(
                exchange.run(), query.find("prefix"), query.limit(USUAL_PAGE, Limits.PAGE), query.pageToken());
        exchange.json(200, out -> ArtifactJson.write(out, page));
    }

    private void put(Exchange exchange) throws IOException {
        RunId run = exchange.run();
        ArtifactPath path = new ArtifactPath(exchange.query().get("path"));
        changes.requireRun(run);
        Artifact stored = changes.put(run, path, exchange.body(MediaType.OCTETS, Uploads.limit(exchange)));
        exchange.json(200, out -> ArtifactJson.write(out, stored));
    }

    private void delete(Exchange exchange) {
        changes.delete(exchange.run(), new ArtifactPath(exchange.query().get("path")));
        exchange.empty(204);
    }
}
