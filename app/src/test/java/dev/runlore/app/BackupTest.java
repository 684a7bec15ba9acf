// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.WriterState;
import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;
import dev.runlore.store.files.BlobCheck;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.DatabaseCheck;
import dev.runlore.store.sql.DatabaseCopy;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup beside a server under load: what it has is what the history was at one moment, value by value. */
class BackupTest {
    private static final int WRITERS = 3;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger stored = new AtomicInteger();

    private LocalServer serve() throws IOException {
        Map<Setting, String> flags = Map.of(Setting.PORT, "0");
        DataFolder data = DataFolder.open(folder.resolve("data"));
        return LocalServer.start(data, Settings.read(flags, Map.of(), data.properties()));
    }

    private static String run(int writer) {
        return "run-" + writer;
    }

    private static byte[] content(int writer, int number) {
        return ("file " + number + " of " + writer + "\n").repeat(500).getBytes(StandardCharsets.UTF_8);
    }

    private void send(String method, URI url, byte[] body, String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(url)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", type)
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    /** Logs point i and stores file i, for i = 0, 1, 2 …, until it is told to end; answers how many. */
    private int write(URI server, int writer, AtomicBoolean end) throws Exception {
        String root = server + "/api/v1/runs";
        UUID id = new UUID(1, writer);
        send(
                "POST",
                URI.create(root),
                ("{\"id\":\"" + run(writer) + "\",\"experiment\":\"e\"}").getBytes(StandardCharsets.UTF_8),
                "application/json");
        int number = 0;
        while (!end.get()) {
            String point = "{\"n\":" + number + ",\"t\":" + number + ",\"m\":\"x\",\"v\":" + number + "}\n";
            send(
                    "POST",
                    URI.create(root + "/" + run(writer) + "/records?writer=" + id + "&first=" + number),
                    point.getBytes(StandardCharsets.UTF_8),
                    "application/x-ndjson; format=1");
            send(
                    "PUT",
                    URI.create(root + "/" + run(writer) + "/artifacts?path=files/" + number),
                    content(writer, number),
                    "application/octet-stream");
            number++;
            stored.incrementAndGet();
        }
        return number;
    }

    private void awaitMore(int many) throws InterruptedException {
        int before = stored.get();
        while (stored.get() < before + many) {
            Thread.sleep(5);
        }
    }

    @Test
    void aBackupUnderLoadIsTheHistoryOfOneMoment() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        List<Future<Integer>> writing = new ArrayList<>();
        try (LocalServer server = serve();
                ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writing.add(threads.submit(() -> write(server.url(), writer, end)));
            }
            awaitMore(60);
            DataFolder data = DataFolder.open(folder.resolve("data"));
            Backup.Result first = new Backup(data, folder.resolve("first")).make();
            awaitMore(60);
            Backup.Result second = new Backup(data, folder.resolve("second")).make();
            awaitMore(10);
            end.set(true);
            for (Future<Integer> writer : writing) {
                assertThat(writer.get()).isPositive();
            }
            assertThat(first.lacking()).isEmpty();
            assertThat(second.lacking()).isEmpty();
        }
        int before = assertWhole(folder.resolve("first"));
        int after = assertWhole(folder.resolve("second"));
        assertThat(before).isGreaterThanOrEqualTo(60);
        assertThat(after).isGreaterThanOrEqualTo(before + 60);
    }

    /** Each run has points 0 to n - 1 and as many files or one less, each with its own bytes; answers how many files in all. */
    private int assertWhole(Path copy) throws IOException {
        assertThat(DatabaseCheck.of(copy).faults()).isEmpty();
        assertThat(BlobCheck.of(copy).damaged()).isEmpty();
        assertThat(BlobCheck.unnamed(copy, DatabaseCopy.namedBlobs(copy)).files())
                .isZero();
        int files = 0;
        BlobStore blobs = new FolderBlobStore(copy, InstantSource.system());
        try (Store store = SqliteStore.open(copy, StoreOptions.with(cause -> {}))) {
            for (int writer = 0; writer < WRITERS; writer++) {
                files += assertWhole(store, blobs, writer);
            }
        }
        return files;
    }

    private int assertWhole(Store store, BlobStore blobs, int writer) throws IOException {
        RunId id = new RunId(run(writer));
        Run run = store.runs().find(id).orElseThrow();
        List<Optional<Cell>> points = store.metrics()
                .points(id, "x", Optional.empty(), 100_000, Optional.empty())
                .columns()
                .getOrDefault("", Cells.of(List.of()));
        for (int i = 0; i < points.size(); i++) {
            assertThat(points.get(i)).contains(Cell.of(i));
        }
        assertThat(run.writers()).extracting(WriterState::nextRecord).containsExactly((long) points.size());
        List<Artifact> artifacts = store.runs()
                .artifacts(id, Optional.empty(), 1_000, Optional.empty())
                .items();
        assertThat(points.size() - artifacts.size()).isBetween(0, 1);
        for (int i = 0; i < artifacts.size(); i++) {
            assertThat(artifacts.get(i).path().value()).isEqualTo("files/" + i);
            try (InputStream bytes = blobs.open(artifacts.get(i).blob().orElseThrow())) {
                assertThat(bytes.readAllBytes()).isEqualTo(content(writer, i));
            }
        }
        return artifacts.size();
    }

    @Test
    void aBackupWithoutAServerIsServedAsADataFolder() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        try (LocalServer server = serve();
                ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<Integer> writing = threads.submit(() -> write(server.url(), 0, end));
            awaitMore(3);
            end.set(true);
            assertThat(writing.get()).isGreaterThanOrEqualTo(3);
        }
        DataFolder data = DataFolder.open(folder.resolve("data"));
        Files.createDirectory(folder.resolve("copy"));

        Backup.Result made = new Backup(data, folder.resolve("copy")).make();

        assertThat(made.folder()).isEqualTo(folder.resolve("copy"));
        DataFolder copy = DataFolder.open(folder.resolve("copy"));
        Settings settings = Settings.read(Map.of(Setting.PORT, "0"), Map.of(), copy.properties());
        try (LocalServer server = LocalServer.start(copy, settings)) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/runs/run-0/artifacts?path=files/2"))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.body()).isEqualTo(content(0, 2));
        }
        assertThat(Files.readString(copy.tokenFile())).isNotEqualTo(Files.readString(data.tokenFile()));
    }

    @Test
    void aFileThatTheFolderDoesNotHaveWholeIsNamed() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        try (LocalServer server = serve();
                ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<Integer> writing = threads.submit(() -> write(server.url(), 0, end));
            awaitMore(3);
            end.set(true);
            writing.get();
        }
        Sha256 damaged = Sha256.of(content(0, 0));
        Sha256 gone = Sha256.of(content(0, 1));
        Files.writeString(blob("data", damaged), "rot");
        Files.delete(blob("data", gone));

        Backup.Result made = new Backup(DataFolder.open(folder.resolve("data")), folder.resolve("copy")).make();

        assertThat(made.lacking()).containsExactlyInAnyOrder(damaged, gone);
        assertThat(blob("copy", damaged)).doesNotExist();
        assertThat(blob("copy", Sha256.of(content(0, 2)))).hasBinaryContent(content(0, 2));
    }

    private Path blob(String data, Sha256 name) {
        return folder.resolve(data)
                .resolve("blobs")
                .resolve(name.hex().substring(0, 2))
                .resolve(name.hex().substring(2));
    }

    @Test
    void whatIsThereIsNotWrittenOver() throws Exception {
        try (LocalServer server = serve()) {
            assertThat(server.url()).isNotNull();
        }
        DataFolder data = DataFolder.open(folder.resolve("data"));
        Files.createDirectory(folder.resolve("copy"));
        Files.writeString(folder.resolve("copy/notes"), "mine");

        assertThatThrownBy(() -> new Backup(data, folder.resolve("copy")).make())
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("must be a new or empty folder");
        assertThatThrownBy(() -> new Backup(DataFolder.open(folder.resolve("none")), folder.resolve("x")).make())
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("has no runlore.db");
        assertThat(folder.resolve("copy/notes")).hasContent("mine");
        assertThat(folder).isDirectoryNotContaining("glob:**.part-*");
    }
}
