// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.snapshot;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Page;
import dev.runlore.domain.Snapshot;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import dev.runlore.server.artifact.ArtifactBytes;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.MediaType;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import dev.runlore.store.SnapshotStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Snapshots over HTTP. */
public final class SnapshotRoutes implements Feature {
    private static final int USUAL_PAGE = 100;
    private static final String PATH = "/api/v1/snapshots";
    private static final String ONE = PATH + "/{snapshot}";
    private static final String OCTETS = MediaType.OCTETS.header();

    private final Snapshots snapshots;
    private final ArtifactBytes bytes;

    /** @param bytes answers a snapshot's file as it answers a run's */
    public SnapshotRoutes(Snapshots snapshots, ArtifactBytes bytes) {
        this.snapshots = snapshots;
        this.bytes = bytes;
    }

    @Override
    public void register(Routes routes) {
        routes.put(Permission.WRITE, PATH, this::put);
        routes.get(Permission.READ, PATH + ":diff", this::diff);
        // before the plain one, which would take the ending for a part of the id
        routes.get(Permission.READ, ONE + ".zip", this::zip);
        routes.get(Permission.READ, ONE, this::get);
        routes.get(Permission.READ, ONE + "/files", this::file);
    }

    private void put(Exchange exchange) throws IOException {
        Manifest manifest = Manifest.parse(exchange.bodyBytes(MediaType.OCTETS, Limits.MANIFEST_BYTES));
        SnapshotStore.Stored stored = snapshots.put(manifest);
        exchange.json(stored.created() ? 201 : 200, out -> SnapshotJson.write(out, stored.snapshot()));
    }

    private void get(Exchange exchange) {
        SnapshotId id = id(exchange);
        exchange.with("Vary", "Accept");
        if (exchange.header("Accept").filter(OCTETS::equals).isPresent()) {
            exchange.bytes(200, OCTETS, snapshots.manifest(id).bytes());
            return;
        }
        Query query = exchange.query();
        Snapshot snapshot = snapshots.get(id);
        Page<SnapshotFile> files = snapshots.files(id, query.limit(USUAL_PAGE, Limits.PAGE), query.pageToken());
        exchange.json(200, out -> SnapshotJson.write(out, snapshot, files));
    }

    private void file(Exchange exchange) throws IOException {
        SnapshotId id = id(exchange);
        SnapshotFile file = snapshots.file(id, new ArtifactPath(exchange.query().get("path")));
        bytes.answer(
                exchange,
                "snapshot " + id,
                new Artifact(
                        file.path(),
                        Optional.of(file.sha256()),
                        file.size(),
                        snapshots.get(id).created()));
    }

    private void diff(Exchange exchange) {
        Query query = exchange.query();
        SnapshotDiff diff = SnapshotDiff.of(
                snapshots.manifest(new SnapshotId(query.get("from"))),
                snapshots.manifest(new SnapshotId(query.get("to"))));
        exchange.json(200, out -> SnapshotJson.write(out, diff));
    }

    private void zip(Exchange exchange) throws IOException {
        SnapshotId id = id(exchange);
        Manifest manifest = snapshots.manifest(id);
        exchange.with("Content-Disposition", "attachment; filename=\"" + id + ".zip\"");
        OutputStream out = exchange.open(200, "application/zip");
        if (!exchange.isHead()) {
            SnapshotZip.write(manifest, snapshots::open, out);
        }
    }

    private static SnapshotId id(Exchange exchange) {
        return new SnapshotId(exchange.path("snapshot"));
    }
}
