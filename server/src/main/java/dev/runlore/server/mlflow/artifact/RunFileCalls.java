// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.artifact.ArtifactBytes;
import dev.runlore.server.artifact.Uploads;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.MediaType;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.ArtifactUris;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Nothing;
import dev.runlore.store.BlobStore;
import java.io.IOException;
import java.util.Optional;

/** Files of one run, named by the run's id and a path. */
final class RunFileCalls implements Calls {
    private static final long UPLOAD_BYTES = 10L * 1024 * 1024;

    private final RunFiles.OfRuns files;
    private final ArtifactBytes bytes;
    private final BlobStore blobs;

    RunFileCalls(RunFiles.OfRuns files, ArtifactBytes bytes, BlobStore blobs) {
        this.files = files;
        this.bytes = bytes;
        this.blobs = blobs;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.get(Permission.READ, "/artifacts/list", this::list);
        endpoints.post(Permission.READ, "/artifacts/presigned-upload-url", ProxyCalls::presigned);
        endpoints.getAtRoot(Permission.READ, "/get-artifact", this::get);
        endpoints.post(Permission.WRITE_OF_RUN, "/upload-artifact", this::put);
    }

    private void list(Exchange exchange) throws IOException {
        Arguments told = Arguments.of(exchange);
        Run run = run(told.run());
        Optional<ArtifactPath> folder =
                told.find("path").filter(path -> !path.isEmpty()).map(RunFileCalls::folder);
        exchange.json(
                200,
                FileList.within(ArtifactUris.of(run), folder, files.artifacts().folder(run.id(), folder)));
    }

    static ArtifactPath folder(String path) {
        return path(path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    static ArtifactPath path(String path) {
        try {
            return new ArtifactPath(path);
        } catch (RunloreException wrong) {
            throw RunloreException.invalid("Invalid path: " + wrong.getMessage());
        }
    }

    private Run run(RunId id) {
        return files.runs().find(id).orElseThrow(() -> RunloreException.notFound("Run with id=" + id + " not found"));
    }

    private void get(Exchange exchange) throws IOException {
        Arguments told = Arguments.of(exchange);
        RunId run = told.run();
        bytes.answerToSave(exchange, RunFiles.shown(run), files.artifacts().get(run, path(told.text("path"))));
    }

    private void put(Exchange exchange) throws IOException {
        Arguments told = Arguments.ofQuery(exchange);
        ArtifactPath path = path(told.text("path"));
        RunId run = run(told.run()).id();
        exchange.requireWritable(run);
        long limit = Math.min(UPLOAD_BYTES, Uploads.limit(exchange));
        files.changes().put(run, path, blobs.put(exchange.body(MediaType.ANY, limit)));
        Nothing.answer(exchange);
    }
}
