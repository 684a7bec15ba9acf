// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of the test's own, which keeps blobs in memory and may lie. */
class SnapshotClientTest {
    private static final byte[] TRAIN = "print('été')\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] START = "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final Map<String, byte[]> blobs = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private byte[] manifest = new byte[0];
    private boolean isForgetful;
    private String asksFor = "";
    private HttpServer http;
    private SnapshotClient client;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/api/v1/snapshots", this::answerSnapshots);
        http.createContext("/api/v1/blobs/", this::answerBlobs);
        http.start();
        String url = "http://127.0.0.1:" + http.getAddress().getPort();
        client = new SnapshotClient(new Place(Place.parse(url), Optional.of("secret"), "test"));
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    private void answerSnapshots(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Accept"));
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 200, manifest);
            return;
        }
        String missing = Manifest.parse(body).files().stream()
                .map(file -> file.sha256().hex())
                .filter(blob -> !blobs.containsKey(blob))
                .distinct()
                .limit(1)
                .map(blob -> asksFor.isEmpty() ? blob : asksFor)
                .map(blob -> '"' + blob + '"')
                .collect(Collectors.joining(","));
        if (missing.isEmpty()) {
            answer(exchange, 201, "{}".getBytes(StandardCharsets.UTF_8));
        } else {
            String problem =
                    "{\"code\": \"WRONG_STATE\", \"detail\": \"send them\", \"missingBlobs\": [" + missing + "]}";
            answer(exchange, 409, problem.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void answerBlobs(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("GET")) {
            byte[] blob = blobs.get(name);
            answer(exchange, blob == null ? 404 : 200, blob == null ? new byte[0] : blob);
        } else if (!Sha256.of(body).hex().equals(name)) {
            answer(
                    exchange,
                    400,
                    "{\"code\": \"INVALID_ARGUMENT\", \"detail\": \"other bytes\"}".getBytes(StandardCharsets.UTF_8));
        } else {
            requests.add("PUT " + name);
            if (!isForgetful) {
                blobs.put(name, body);
            }
            answer(exchange, 201, new byte[0]);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static SnapshotFile file(String path, byte[] bytes) {
        return new SnapshotFile(new ArtifactPath(path), false, Sha256.of(bytes), bytes.length);
    }

    private static Manifest sources() {
        return new Manifest(List.of(file("train.py", TRAIN), file("again.py", TRAIN), file("start.sh", START)));
    }

    private BlobSource files() throws IOException {
        Path train = Files.write(folder.resolve("train.py"), TRAIN);
        Path start = Files.write(folder.resolve("start.sh"), START);
        Map<Sha256, Path> files = Map.of(Sha256.of(TRAIN), train, Sha256.of(START), start);
        return blob -> Objects.requireNonNull(files.get(blob));
    }

    @Test
    void onlyTheMissingBytesTravelEachOnce() throws IOException {
        blobs.put(Sha256.of(START).hex(), START);

        assertThat(client.put(sources(), files())).isEqualTo(sources().id());
        assertThat(requests)
                .containsExactly("PUT /api/v1/snapshots */*", "PUT " + Sha256.of(TRAIN), "PUT /api/v1/snapshots */*");
        assertThat(blobs.get(Sha256.of(TRAIN).hex())).isEqualTo(TRAIN);
    }

    @Test
    void whatIsMissingMayComeInSeveralAnswers() throws IOException {
        assertThat(client.put(sources(), files())).isEqualTo(sources().id());
        assertThat(blobs)
                .containsOnlyKeys(Sha256.of(TRAIN).hex(), Sha256.of(START).hex());
    }

    @Test
    void aServerThatForgetsIsNotAskedForEver() throws IOException {
        isForgetful = true;
        BlobSource files = files();

        RunloreException wrong = catchThrowableOfType(RunloreException.class, () -> client.put(sources(), files));
        assertThat(wrong).hasMessageContaining("was sent already");
    }

    @Test
    void aServerThatAsksForOtherBytesGetsNone() throws IOException {
        asksFor = Sha256.of(new byte[] {1}).hex();
        BlobSource files = files();

        RunloreException wrong = catchThrowableOfType(RunloreException.class, () -> client.put(sources(), files));
        assertThat(wrong).hasMessageContaining("which is none of the snapshot's");
        assertThat(blobs).isEmpty();
    }

    @Test
    void aFileThatChangedOnTheWayIsNamed() throws IOException {
        BlobSource files = files();
        Files.writeString(folder.resolve("train.py"), "print(2)");

        RunloreException changed = catchThrowableOfType(RunloreException.class, () -> client.put(sources(), files));
        assertThat(changed.code()).isEqualTo(ErrorCode.WRONG_STATE);
        assertThat(changed).hasMessageContaining(folder.resolve("train.py") + " changed or went");

        Files.delete(folder.resolve("train.py"));
        assertThat(catchThrowableOfType(RunloreException.class, () -> client.put(sources(), files)))
                .hasMessageContaining(folder.resolve("train.py") + " changed or went");
    }

    @Test
    void aManifestIsReadAndMustBeTheOneOfItsId() {
        manifest = sources().bytes();
        SnapshotId id = sources().id();

        assertThat(client.get(id)).isEqualTo(sources());
        assertThat(requests).containsExactly("GET /api/v1/snapshots/" + id + " application/octet-stream");
        SnapshotId other = new Manifest(List.of()).id();
        assertThat(catchThrowableOfType(RunloreException.class, () -> client.get(other)))
                .hasMessageContaining("is it a Runlore server?");
    }

    @Test
    void aHostileManifestIsRefused() {
        String digest = Sha256.of(TRAIN).hex();
        for (String hostile : List.of(
                "f %s 1 ../x\n",
                "f %s 1 /x\n", "l %s 1 x\n", "f %s 1 .git/hooks/x\n", "f %s 1 a\nf %s 1 a\n", "f %s 1 A\nf %s 1 a\n")) {
            manifest = hostile.replace("%s", digest).getBytes(StandardCharsets.UTF_8);
            SnapshotId id = SnapshotId.of(Sha256.of(manifest));
            assertThat(catchThrowableOfType(RunloreException.class, () -> client.get(id)))
                    .as(hostile)
                    .isNotNull();
        }
    }

    @Test
    void aFileIsWrittenOnlyWithTheRightBytes() throws IOException {
        SnapshotFile train = file("train.py", TRAIN);
        Path to = folder.resolve("new.py");
        blobs.put(train.sha256().hex(), TRAIN);
        client.download(train, to);
        assertThat(to).hasBinaryContent(TRAIN);
        client.download(train.sha256(), folder.resolve("other.py"));
        assertThat(folder.resolve("other.py")).hasBinaryContent(TRAIN);

        Files.delete(to);
        blobs.put(train.sha256().hex(), START);
        assertThat(catchThrowableOfType(RunloreException.class, () -> client.download(train, to)))
                .hasMessageContaining("must have SHA-256 " + train.sha256());
        byte[] more = Stream.of(TRAIN, TRAIN)
                .collect(ByteArrayOutputStream::new, (all, part) -> all.writeBytes(part), (all, other) -> {})
                .toByteArray();
        blobs.put(train.sha256().hex(), more);
        assertThat(catchThrowableOfType(RunloreException.class, () -> client.download(train, to)))
                .isNotNull();
        assertThat(to).doesNotExist();
    }

    @Test
    void aFileThatIsThereIsNotTouched() throws IOException {
        SnapshotFile train = file("train.py", TRAIN);
        blobs.put(train.sha256().hex(), TRAIN);
        Path there = Files.writeString(folder.resolve("mine"), "mine");

        assertThat(catchThrowableOfType(RunloreException.class, () -> client.download(train, there)))
                .hasMessageContaining(there.toString());
        assertThat(there).hasContent("mine");
    }

    @Test
    void bytesThatAreNotThereAreNotFoundAndLeaveNoFile() {
        SnapshotFile train = file("train.py", TRAIN);
        Path to = folder.resolve("new.py");

        assertThat(catchThrowableOfType(RunloreException.class, () -> client.download(train, to))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(to).doesNotExist();
    }
}
