// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlore.server.job.JobSettings;
import dev.runlore.server.studio.StudioFiles;
import dev.runlore.store.BlobStore;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A server on a free port of loopback with the real store in a folder. */
final class TestingServer implements AutoCloseable {
    static final String TOKEN = "the-data-folder's-token";

    /** All of the server's log. */
    static final Logger LOG = Logger.getLogger("dev.runlore");

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // One line a request would hide what a test says.
        Logger.getLogger("").setLevel(Level.WARNING);
        LOG.setLevel(Level.INFO);
        LOG.setUseParentHandlers(false);
    }

    private final SqliteStore store;
    private final BlobStore blobs;
    private final Server server;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestingServer(
            Path folder, boolean tokenEverywhere, Optional<JobSettings> jobs, Optional<StudioFiles> studio)
            throws IOException {
        store = SqliteStore.open(folder, StoreOptions.with(fault -> {
            throw new AssertionError("the store broke", fault);
        }));
        blobs = new FolderBlobStore(folder, InstantSource.system());
        ServerSettings local = ServerSettings.local(TOKEN);
        server = Server.start(
                new ServerSettings(
                        local.address(),
                        0,
                        TOKEN,
                        tokenEverywhere,
                        Set.of(),
                        local.connections(),
                        jobs,
                        Optional.of(folder.resolve("backups")),
                        "test",
                        "/behind/proxy",
                        studio),
                store,
                blobs,
                InstantSource.system());
    }

    static TestingServer open(Path folder) throws IOException {
        return new TestingServer(folder, false, Optional.empty(), Optional.empty());
    }

    /** One that asks for a token everywhere and executes jobs. */
    static TestingServer executing(Path folder, JobSettings jobs) throws IOException {
        return new TestingServer(folder, true, Optional.of(jobs), Optional.empty());
    }

    static TestingServer withTokenEverywhere(Path folder) throws IOException {
        return new TestingServer(folder, true, Optional.empty(), Optional.empty());
    }

    /** One with a studio of three files. */
    static TestingServer withStudio(Path folder, boolean tokenEverywhere) throws IOException {
        Optional<StudioFiles> studio = StudioFiles.find(TestingServer.class.getClassLoader(), "studio-of-tests/");
        return new TestingServer(folder, tokenEverywhere, Optional.empty(), studio);
    }

    URI url() {
        return server.url();
    }

    Server server() {
        return server;
    }

    BlobStore blobs() {
        return blobs;
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> post(String path, String json) throws IOException {
        return send("POST", path, json, "Content-Type", "application/json");
    }

    HttpResponse<String> records(String run, String writer, long first, String ndjson) throws IOException {
        return send(
                "POST",
                "/api/v1/runs/" + run + "/records?writer=" + writer + "&first=" + first,
                ndjson,
                "Content-Type",
                "application/x-ndjson; format=1");
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        // first, so that the server has no idle connection to wait for
        client.shutdownNow();
        server.stop(Duration.ofSeconds(2));
        store.close();
    }
}
