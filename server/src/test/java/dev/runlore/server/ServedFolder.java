// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlore.domain.Sha256;
import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A data folder with its real store and real blobs, served on a free port of loopback. */
final class ServedFolder implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WRITER = "6f1d3c52-8f0b-4b1e-9c55-3a1f6a3f0f7d";

    final Store store;
    final BlobStore blobs;
    private final Path folder;
    private final Server server;
    private final HttpClient client = HttpClient.newHttpClient();

    ServedFolder(Path folder) throws IOException {
        this.folder = folder;
        store = SqliteStore.open(folder, StoreOptions.with(fault -> {
            throw new AssertionError("the store broke", fault);
        }));
        blobs = new FolderBlobStore(folder, InstantSource.system());
        server = Server.start(ServerSettings.local("a-token-of-tests"), store, blobs, InstantSource.system());
    }

    URI url() {
        return server.url();
    }

    /** An answer and its bytes. */
    HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send("GET", path, new byte[0], headers);
    }

    HttpResponse<byte[]> post(String path, String json) throws Exception {
        return send("POST", path, json.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
    }

    HttpResponse<byte[]> octets(String method, String path, byte[] body) throws Exception {
        return send(method, path, body, "Content-Type", "application/octet-stream");
    }

    /** Makes a run and gives it records. */
    void run(String id, String... records) throws Exception {
        requireOk(post("/api/v1/runs", "{\"id\":\"" + id + "\",\"experiment\":\"iris\"}"));
        if (records.length > 0) {
            requireOk(send(
                    "POST",
                    "/api/v1/runs/" + id + "/records?writer=" + WRITER + "&first=0",
                    (String.join("\n", records) + "\n").getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "application/x-ndjson; format=1"));
        }
    }

    /** Flips a bit in one byte of a stored blob. */
    void damage(Sha256 blob, int place) throws IOException {
        damage(folder, blob, place);
    }

    static void damage(Path folder, Sha256 blob, int place) throws IOException {
        Path file = blob(folder, blob);
        byte[] bytes = Files.readAllBytes(file);
        bytes[place] ^= 1;
        Files.write(file, bytes);
    }

    /** The file that has a blob's bytes. */
    Path blob(Sha256 name) {
        return blob(folder, name);
    }

    private static Path blob(Path folder, Sha256 name) {
        String hex = name.hex();
        return folder.resolve("blobs").resolve(hex.substring(0, 2)).resolve(hex.substring(2));
    }

    private static void requireOk(HttpResponse<byte[]> response) {
        String text = text(response);
        if (response.statusCode() >= 300 || text.contains("\"rejected\":[{")) {
            throw new AssertionError(text);
        }
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    static String header(HttpResponse<?> response, String name) {
        return String.join(" | ", response.headers().allValues(name));
    }

    @Override
    public void close() {
        // first, so that the server has no idle connection to wait for
        client.shutdownNow();
        server.stop(Duration.ofSeconds(2));
        store.close();
    }
}
