// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.artifact.ArtifactBytes;
import dev.runlore.server.artifact.Uploads;
import dev.runlore.server.http.Action;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.MediaType;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import dev.runlore.server.mlflow.Nothing;
import dev.runlore.store.BlobStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Files of every owner by their paths: put, read, listed and deleted. The path is decoded here, once. */
final class ProxyCalls {
    private final Locations locations;
    private final ArtifactBytes bytes;
    private final BlobStore blobs;

    ProxyCalls(Locations locations, ArtifactBytes bytes, BlobStore blobs) {
        this.locations = locations;
        this.bytes = bytes;
        this.blobs = blobs;
    }

    /** @param base such as {@code /api/2.0/mlflow-artifacts} */
    void register(Routes routes, String base) {
        String files = base + "/artifacts/";
        routes.get(Permission.READ, base + "/artifacts", this::list);
        routes.get(Permission.READ, files + "<path>", at(files, this::get));
        routes.put(Permission.WRITE_OF_RUN, files + "<path>", at(files, this::put));
        routes.delete(Permission.WRITE_OF_RUN, files + "<path>", at(files, this::delete));
        routes.get(Permission.READ, base + "/presigned/<path>", ProxyCalls::presigned);
    }

    /** What is done with the files at a path. */
    private interface Step {
        void take(Exchange exchange, Location.Files files) throws IOException;
    }

    private Action at(String before, Step step) {
        return exchange -> step.take(exchange, locations.files(exchange.pathAfter(before)));
    }

    private void list(Exchange exchange) {
        String path = exchange.query().find("path").orElse("");
        String folder = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        List<FolderEntry> entries = switch (locations.at(folder)) {
            case Location.Level level -> FileList.folders(level.names().get());
            case Location.Files(FileOwner owner, Optional<ArtifactPath> within) -> owner.folder(within);
        };
        exchange.json(200, FileList.named(entries));
    }

    private void get(Exchange exchange, Location.Files files) throws IOException {
        bytes.answerToSave(exchange, files.owner().shown(), files.owner().get(path(files)));
    }

    private void put(Exchange exchange, Location.Files files) throws IOException {
        ArtifactPath path = path(files);
        files.owner().requireWritable(exchange);
        files.owner().put(path, blobs.put(exchange.body(MediaType.ANY, Uploads.limit(exchange))));
        Nothing.answer(exchange);
    }

    private void delete(Exchange exchange, Location.Files files) {
        if (files.owner().isThere()) {
            files.owner().requireWritable(exchange);
            files.owner().delete(files.path());
        }
        Nothing.answer(exchange);
    }

    static ArtifactPath path(Location.Files files) {
        return files.path()
                .orElseThrow(() -> RunloreException.invalid(
                        "Invalid path: it must name a file but names all files of a run; add the file's path"));
    }

    static void presigned(Exchange exchange) {
        throw new RunloreException(
                ErrorCode.NOT_IMPLEMENTED,
                "this server keeps files itself and signs no addresses for them; send and read them through it");
    }
}
