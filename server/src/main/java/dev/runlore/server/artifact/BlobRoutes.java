// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.MediaType;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import dev.runlore.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;

/** Asks for, stores and reads bytes by their SHA-256. */
public final class BlobRoutes implements Feature {
    private static final String PATH = "/api/v1/blobs/{sha256}";

    private final BlobStore blobs;

    public BlobRoutes(BlobStore blobs) {
        this.blobs = blobs;
    }

    @Override
    public void register(Routes routes) {
        routes.head(Permission.READ, PATH, this::has);
        routes.getOnly(Permission.READ, PATH, this::get);
        routes.put(Permission.WRITE, PATH, this::put);
    }

    private void has(Exchange exchange) throws IOException {
        answer(exchange, size(name(exchange)), InputStream.nullInputStream());
    }

    private void get(Exchange exchange) throws IOException {
        Sha256 name = name(exchange);
        answer(exchange, size(name), blobs.open(name));
    }

    private static void answer(Exchange exchange, long size, InputStream bytes) throws IOException {
        exchange
                .with("Content-Security-Policy", ArtifactBytes.SANDBOX)
                .with("Content-Disposition", "attachment")
                .with("Cache-Control", "private, max-age=31536000, immutable")
                .stream(200, "application/octet-stream", size, bytes);
    }

    private void put(Exchange exchange) throws IOException {
        Sha256 name = name(exchange);
        InputStream body = exchange.body(MediaType.OCTETS, Uploads.limit(exchange));
        exchange.empty(blobs.put(body, name).created() ? 201 : 200);
    }

    private long size(Sha256 name) throws IOException {
        return blobs.find(name)
                .orElseThrow(() -> RunloreException.notFound("blob " + name + " is not there; upload its bytes"));
    }

    private static Sha256 name(Exchange exchange) {
        return new Sha256(exchange.path("sha256"));
    }
}
