// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
    @TempDir
    static Path folder;

    static TestingServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestingServer.withTokenEverywhere(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void nobodyGetsInAnywhereButToTheOpenRoutesWithoutTheToken() throws IOException {
        List<Route> routes = server.server().routes();
        assertThat(routes).hasSizeGreaterThan(20);
        for (Route route : routes) {
            String path = route.path().replaceAll("\\{[^}]+}|<[^>]+>", "a");
            String answer = ask(route.method(), path, "");
            String expected = route.permission() == Permission.OPEN ? "HTTP/1.1 (200|410) " : "HTTP/1.1 401 ";
            assertThat(answer).as(route.method() + " " + path).containsPattern("^" + expected);
        }
    }

    @Test
    void onlyHealthAndTheWayInAreOpen() {
        assertThat(server.server().routes().stream()
                        .filter(route -> route.permission() == Permission.OPEN)
                        .map(Route::path))
                .containsOnly("/health", "/behind/proxy/health", "/open", "/api/v1/studio/session");
    }

    @Test
    void whatIsNoRouteIsNotToldFromWhatIs() throws IOException {
        for (String path :
                List.of("/", "//api/v1/runs", "/api/v1/runs/", "/API/V1/RUNS", "/nothing", "/api/v1/runs;a")) {
            assertThat(ask("GET", path, "")).as(path).matches("(?s)HTTP/1.1 40[01].*");
        }
    }

    @Test
    void theTokenOpensAsBearerAndAsThePasswordOfBasic() throws IOException {
        assertThat(ask("GET", "/api/v1/runs", "Authorization: Bearer " + TestingServer.TOKEN))
                .startsWith("HTTP/1.1 200");
        assertThat(ask("GET", "/api/v1/runs", basic("anybody", TestingServer.TOKEN)))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void everyOtherCredentialIsRefused() throws IOException {
        String token = TestingServer.TOKEN;
        for (String header : List.of(
                "Authorization: Bearer " + token + "x",
                "Authorization: Bearer " + token.substring(1),
                "Authorization: Bearer",
                "Authorization: " + token,
                "Authorization: Basic " + token,
                "Authorization: Digest " + token,
                basic(token, ""),
                basic(token, "x"),
                "Cookie: token=" + token,
                "X-Token: " + token)) {
            assertThat(ask("GET", "/api/v1/runs", header)).as(header).startsWith("HTTP/1.1 401");
        }
        assertThat(ask("GET", "/api/v1/runs?token=" + token, "")).startsWith("HTTP/1.1 401");
    }

    @Test
    void neitherAnswersNorTheLogHoldTheToken() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = collecting(lines);
        TestingServer.LOG.addHandler(handler);
        List<String> answers = new ArrayList<>();
        try {
            String token = TestingServer.TOKEN;
            for (String header :
                    List.of("Authorization: Bearer " + token, basic("a", token), "Authorization: Bearer x" + token)) {
                for (String path :
                        List.of("/api/v1/runs", "/nothing", "/api/v1/runs/a?token=" + token, "/%c0?" + token)) {
                    answers.add(ask("GET", path, header));
                }
            }
        } finally {
            TestingServer.LOG.removeHandler(handler);
        }
        assertThat(answers).noneMatch(answer -> answer.contains(TestingServer.TOKEN));
        assertThat(lines).hasSizeGreaterThanOrEqualTo(9).noneMatch(line -> line.contains(TestingServer.TOKEN));
        assertThat(lines).anyMatch(line -> line.contains("/api/v1/runs/{run}") && line.contains("404"));
    }

    @Test
    void aServerThatTheNetworkReachesMustAskForTheToken() throws IOException {
        InetAddress everywhere = InetAddress.getByAddress(new byte[4]);
        assertThatThrownBy(() -> new ServerSettings(everywhere, 0, "t", false, Set.of(), 10))
                .hasMessageContaining("start it with --auth token");
    }

    private static Handler collecting(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static String ask(String method, String path, String header) throws IOException {
        return RawSocket.send(
                server.url(),
                method + " " + path + " HTTP/1.1\r\nHost: " + server.url().getAuthority() + "\r\nConnection: close\r\n"
                        + (header.isEmpty() ? "" : header + "\r\n") + "\r\n");
    }
}
