// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients that waited for an absent server come back at once. */
final class RetryStormTest {
    private static final int CLIENTS = 500;
    private static final int POINTS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    private HttpResponse<String> untilAnswered(HttpRequest request, CountDownLatch refused) throws Exception {
        while (true) {
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 429 && answer.statusCode() != 503) {
                    return answer;
                }
                long seconds = Long.parseLong(
                        answer.headers().firstValue("Retry-After").orElseThrow());
                Thread.sleep(seconds * 1_000 + ThreadLocalRandom.current().nextInt(500));
            } catch (ConnectException absent) {
                refused.countDown();
                Thread.sleep(ThreadLocalRandom.current().nextInt(100, 400));
            }
        }
    }

    private static HttpRequest post(URI url, String path, String type, String body) {
        return HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", type)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private int write(URI url, int client, CountDownLatch refused) throws Exception {
        String run = "run-" + client;
        untilAnswered(
                post(url, "/api/v1/runs", "application/json", "{\"id\":\"" + run + "\",\"experiment\":\"storm\"}"),
                refused);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < POINTS; i++) {
            lines.append("{\"n\":%d,\"t\":%d,\"m\":\"x\",\"v\":%d}\n".formatted(i, i, client * 1_000 + i));
        }
        String path = "/api/v1/runs/%s/records?writer=00000000-0000-4000-8000-%012d&first=0".formatted(run, client);
        return untilAnswered(post(url, path, "application/x-ndjson; format=1", lines.toString()), refused)
                .statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void allGetThroughAfterAnOutageAndEachPointIsThereOnce() throws Exception {
        int port = freePort();
        URI url = URI.create("http://127.0.0.1:" + port);
        CountDownLatch refused = new CountDownLatch(CLIENTS);
        try (SqliteStore store = SqliteStore.open(folder, StoreOptions.with(cause -> {}));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                statuses.add(clients.submit(() -> write(url, number, refused)));
            }
            refused.await();
            Server server = Server.start(
                    new ServerSettings(
                            InetAddress.getLoopbackAddress(),
                            port,
                            TestingServer.TOKEN,
                            false,
                            Set.of(),
                            ServerSettings.CONNECTIONS),
                    store,
                    new FolderBlobStore(folder, InstantSource.system()),
                    InstantSource.system());
            try {
                for (Future<Integer> status : statuses) {
                    assertThat(status.get()).isEqualTo(200);
                }
                for (int client = 0; client < CLIENTS; client++) {
                    assertThat(values(url, client)).isEqualTo(expected(client));
                }
            } finally {
                server.stop(Duration.ofSeconds(2));
                http.close();
            }
            assertThat(store.measures().runs()).isEqualTo(CLIENTS);
            assertThat(store.measures().writes().points()).isGreaterThanOrEqualTo((long) CLIENTS * POINTS);
        }
    }

    private static List<Integer> expected(int client) {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            values.add(client * 1_000 + i);
        }
        return values;
    }

    private List<Integer> values(URI url, int client) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/api/v1/runs/run-" + client + "/points?name=x"))
                .build();
        JsonNode page = JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        List<Integer> values = new ArrayList<>();
        page.get("columns").get("").forEach(value -> values.add(value.intValue()));
        return values;
    }
}
