// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that broke other tools, sent as bytes; the number is the attack's in the catalogue that they were taken from. */
class AttackRowsTest {
    private static final String CANARY = "the canary sings";
    private static final String WRITER = "6f1d3c52-8f0b-4b1e-9c55-3a1f6a3f0f7d";

    @TempDir
    static Path folder;

    static TestingServer server;
    static Path canary;

    /** What is sent, what its status must be, and which file it must not have reached. */
    record Attack(int row, String what, String request, String statuses) {
        @Override
        public String toString() {
            return row + " " + what;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        canary = Files.writeString(folder.resolve("canary"), CANARY);
        server = TestingServer.open(Files.createDirectories(folder.resolve("data")));
        assertThat(server.post("/api/v1/runs", "{\"id\":\"r\"}").statusCode()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void theCanaryIsUntouched() throws IOException {
        assertThat(canary).hasContent(CANARY);
    }

    @ParameterizedTest
    @MethodSource({"paths", "hosts", "sites", "texts", "json", "framing", "filters"})
    void isRefusedWithoutHarm(Attack attack) throws IOException {
        String answer = RawSocket.send(
                server.url(), attack.request().replace("{host}", server.url().getAuthority()));
        String status = answer.substring(0, Math.min(answer.length(), 12));
        assertThat(attack.statuses().split("\\|")).as(answer).contains(status.replace("HTTP/1.1 ", ""));
        assertThat(answer)
                .doesNotContain(CANARY)
                .doesNotContain("root:")
                .doesNotContain(folder.toString())
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
        if (!status.endsWith("200")) {
            assertThat(answer).contains("application/problem+json").contains("\"requestId\"");
        }
    }

    static Stream<Attack> paths() {
        List<Attack> attacks = new ArrayList<>();
        for (String path : List.of("../../../../etc/passwd", "..", ".", "a/../../canary", "a//b", "")) {
            attacks.add(artifact(1, path.isEmpty() ? "%00" : path));
        }
        attacks.add(artifact(2, "/etc/passwd"));
        attacks.add(artifact(2, "C:%5Cx"));
        attacks.add(artifact(2, "%5C%5Chost%5Cshare%5Cx"));
        attacks.add(artifact(3, "..%5C..%5Csecret"));
        attacks.add(artifact(3, "a%5C..%5C..%5Cb"));
        attacks.add(new Attack(
                4, "decoded twice", request("DELETE", "/api/v1/runs/r/artifacts?path=%252e%252e%252fcanary"), "404"));
        attacks.add(get(5, "/api/v1/runs/r/artifacts/%2e%2e/%2e%2e/canary", "400|404"));
        attacks.add(get(5, "/api/v1/runs/%2e%2e/%2e%2e/canary", "400|404"));
        attacks.add(get(5, "/api/v1/runs/r/../../../../canary", "400|404"));
        attacks.add(get(6, "/api/v1/runs/r/artifacts/a;/../../canary", "400|404"));
        attacks.add(get(6, "/api/v1/runs/r;jsessionid=..", "400|404"));
        attacks.add(artifact(6, "a;/../../canary"));
        attacks.add(artifact(7, "%c0%ae%c0%ae/canary"));
        attacks.add(artifact(7, "a%00.png"));
        attacks.add(artifact(7, "%ed%a0%80"));
        attacks.add(get(7, "/api/v1/runs/%c0%ae%c0%ae/", "400|404"));
        attacks.add(get(7, "/api/v1/runs/a%00", "400"));
        attacks.add(new Attack(
                14,
                "written outside",
                request("PUT", "/api/v1/runs/r/artifacts?path=../../canary", "application/octet-stream", "x"),
                "400"));
        attacks.add(new Attack(
                14,
                "written outside, encoded",
                request("PUT", "/api/v1/runs/r/artifacts?path=a/%2e%2e/%2e%2e/canary", "application/octet-stream", "x"),
                "400"));
        return attacks.stream();
    }

    static Stream<Attack> hosts() {
        int port = 1;
        List<Attack> attacks = new ArrayList<>();
        String own = "{port}";
        for (String host : List.of(
                "attacker.example:5000",
                "attacker.example:" + own,
                "10.evil.example:" + own,
                "192.168.evil.example:" + own,
                "localhost.evil.example:" + own,
                "127.0.0.1.nip.example:" + own,
                "127.0.0.1:" + port,
                "127.0.0.1",
                "127.1:" + own,
                "2130706433:" + own,
                "0177.0.0.1:" + own,
                "0.0.0.0:" + own,
                "localhost.:" + own,
                "[::ffff:10.0.0.1]:" + own)) {
            for (String method : List.of("GET", "POST", "HEAD", "OPTIONS", "DELETE", "PATCH")) {
                for (String path : List.of("/health", "/api/v1/runs", "/nothing")) {
                    if (method.equals("GET") || path.equals("/api/v1/runs")) {
                        attacks.add(new Attack(
                                host.startsWith("attacker") ? 28 : 29,
                                method + " " + path + " of " + host,
                                method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
                                method.equals("HEAD") ? "403" : "403|400"));
                    }
                }
            }
        }
        attacks.add(new Attack(
                29,
                "two hosts",
                "GET /health HTTP/1.1\r\nHost: {host}\r\nHost: attacker.example\r\nConnection: close\r\n\r\n",
                "400"));
        attacks.add(new Attack(
                29,
                "the same host twice",
                "GET /health HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\nConnection: close\r\n\r\n",
                "400"));
        attacks.add(new Attack(29, "no host", "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n", "400"));
        attacks.add(new Attack(29, "no host in the old protocol", "GET /health HTTP/1.0\r\n\r\n", "400"));
        attacks.add(new Attack(
                29,
                "another host in the request line",
                "GET http://attacker.example/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
                "400|403"));
        attacks.add(new Attack(
                29,
                "another host in both",
                "GET http://attacker.example/health HTTP/1.1\r\nHost: attacker.example\r\nConnection: close\r\n\r\n",
                "403"));
        return attacks.stream()
                .map(AttackRowsTest::onPort)
                .filter(attack -> !attack.what().startsWith("HEAD"));
    }

    private static Attack onPort(Attack attack) {
        String port = Integer.toString(server.url().getPort());
        return new Attack(attack.row(), attack.what(), attack.request().replace("{port}", port), attack.statuses());
    }

    static Stream<Attack> sites() {
        List<Attack> attacks = new ArrayList<>();
        for (String type : List.of(
                "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx")) {
            attacks.add(new Attack(
                    30, "JSON sent as " + type, request("POST", "/api/v1/runs", type, "{\"id\":\"forged\"}"), "415"));
        }
        for (String origin : List.of(
                "https://evil.example",
                "null",
                "http://127.0.0.1:1",
                "https://{host}",
                "http://localhost.evil.example")) {
            for (String method : List.of("POST", "DELETE", "PATCH", "GET")) {
                attacks.add(new Attack(30, method + " of origin " + origin, with(method, "Origin: " + origin), "403"));
            }
        }
        for (String method : List.of("DELETE", "PATCH", "OPTIONS")) {
            attacks.add(
                    new Attack(31, method + " with an override", with(method, "X-HTTP-Method-Override: GET"), "404"));
        }
        attacks.add(new Attack(31, "an override of GET", with("GET", "X-HTTP-Method-Override: DELETE"), "200"));
        attacks.add(new Attack(
                31,
                "an odd user agent from elsewhere",
                with("POST", "User-Agent: x\r\nOrigin: https://evil.example"),
                "403"));
        for (String site : List.of("cross-site", "same-site", "", "SAME-ORIGIN-NOT")) {
            attacks.add(new Attack(
                    32,
                    "site " + site,
                    with("POST", "Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Site: " + (site.isEmpty() ? "x" : site)),
                    "403"));
            attacks.add(new Attack(
                    32,
                    "read by site " + site,
                    with("GET", "Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Site: " + (site.isEmpty() ? "x" : site)),
                    "403"));
        }
        return attacks.stream();
    }

    static Stream<Attack> texts() {
        return Stream.of(
                json(33, "NUL in a name", "{\"name\":\"a\\u0000b\"}", "400"),
                json(33, "half a surrogate pair", "{\"name\":\"\\ud800\"}", "400"),
                json(33, "a name of a megabyte", "{\"name\":\"" + "x".repeat(1 << 20) + "\"}", "400"),
                json(
                        34,
                        "an experiment of a million digits",
                        "{\"experiment\":\"" + "1".repeat(1_000_000) + "\"}",
                        "400"),
                json(34, "a tag key of 251 characters", "{\"tags\":{\"" + "k".repeat(251) + "\":null}}", "400"),
                new Attack(
                        34,
                        "a header of 20 kB",
                        "GET /health HTTP/1.1\r\nHost: {host}\r\nX-Long: " + "x".repeat(20_000)
                                + "\r\nConnection: close\r\n\r\n",
                        "413|431"),
                new Attack(
                        34,
                        "a path of 20 kB",
                        "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
                        "413|414"));
    }

    static Stream<Attack> json() throws IOException {
        String most = "x".repeat(Limits.BODY_BYTES);
        return Stream.of(
                json(
                        38,
                        "100,000 arrays in each other",
                        "{\"later\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                        "400"),
                json(38, "a number beyond float64", "{\"params\":{\"a\":1e999999}}", "400"),
                json(38, "an integer of a million digits", "{\"params\":{\"a\":" + "9".repeat(1_000_000) + "}}", "400"),
                json(38, "a key twice", "{\"id\":\"a\",\"id\":\"b\"}", "400"),
                json(38, "a NaN literal", "{\"params\":{\"a\":NaN}}", "400"),
                json(38, "a body of 16 MiB and more", "{\"name\":\"" + most + "\"}", "413"),
                new Attack(38, "a gzip bomb", gzipped(), "413"),
                new Attack(
                        38,
                        "gzip that is none",
                        request(
                                "POST",
                                "/api/v1/runs/r/records?writer=" + WRITER + "&first=0",
                                "application/x-ndjson; format=1\r\nContent-Encoding: gzip",
                                "no gzip"),
                        "400"),
                new Attack(38, "chunks of more than 16 MiB", chunked("x".repeat(1 << 20), 17), "413"));
    }

    static Stream<Attack> framing() {
        String json = "Content-Type: application/json\r\n";
        return Stream.of(
                framed(
                        "length and chunks",
                        json + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                        "0\r\n\r\nGET /x HTTP/1.1\r\n"),
                framed("a space before the colon", json + "Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
                framed("two lengths", json + "Content-Length: 2\r\nContent-Length: 3\r\n", "{}"),
                framed("a negative length", json + "Content-Length: -1\r\n", "{}"),
                framed("an unknown coding", json + "Transfer-Encoding: xchunked\r\n", "{}"),
                framed("a folded header", json + "X-A: b\r\n c\r\nContent-Length: 2\r\n", "{}"),
                framed("a header without a colon", json + "no colon\r\nContent-Length: 2\r\n", "{}"),
                new Attack(
                        39,
                        "bare line feeds",
                        "POST /api/v1/runs HTTP/1.1\nHost: {host}\nContent-Length: 2\n\n{}",
                        "400"),
                new Attack(39, "a request line with spaces", "GET / x HTTP/1.1\r\nHost: {host}\r\n\r\n", "400"),
                new Attack(39, "another protocol", "GET / HTTP/9.9\r\nHost: {host}\r\n\r\n", "400|505"));
    }

    static Stream<Attack> filters() {
        return Stream.of(
                filter(46, "\"{0.__class__}\".format_map"),
                filter(46, "id.__class__ = \"a\""),
                filter(47, "metrics.x > 1; DROP TABLE run"),
                filter(47, "metrics.`a\"b'c > 1"),
                filter(47, "name = 'a' OR 1=1"),
                get(47, "/api/v1/runs?orderBy=" + encoded("random()"), "400"),
                get(47, "/api/v1/runs?orderBy=" + encoded("created; DROP TABLE run"), "400"),
                get(47, "/api/v1/runs?columns=" + encoded("id,(select 1)"), "400"),
                get(47, "/api/v1/runs?filter=" + encoded("metrics.`a\"b'c` > 1 or name like '%_\\%'"), "200"),
                filter(48, "(".repeat(2_000) + "id = 'a'" + ")".repeat(2_000)),
                filter(48, "id = 'a'" + " or id = 'a'".repeat(120)),
                filter(48, "name = '" + "x".repeat(9_990) + "' and id"),
                get(49, "/api/v1/runs?pageToken=forged", "400"),
                get(49, "/api/v1/experiments?pageToken=" + encoded("1;DROP"), "400"),
                get(49, "/api/v1/runs?limit=-1", "400"),
                get(49, "/api/v1/runs?limit=1000000000", "400"));
    }

    private static Attack artifact(int row, String path) {
        return get(row, "/api/v1/runs/r/artifacts?path=" + path, "400|404");
    }

    private static Attack filter(int row, String filter) {
        return get(row, "/api/v1/runs?filter=" + encoded(filter), "400");
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Attack get(int row, String path, String statuses) {
        String shown = path.length() > 80 ? path.substring(0, 80) + "…" : path;
        return new Attack(row, shown, request("GET", path), statuses);
    }

    private static Attack json(int row, String what, String body, String statuses) {
        return new Attack(row, what, request("POST", "/api/v1/runs", "application/json", body), statuses);
    }

    private static Attack framed(String what, String headers, String body) {
        return new Attack(
                39, what, "POST /api/v1/runs HTTP/1.1\r\nHost: {host}\r\n" + headers + "\r\n" + body, "400|501");
    }

    private static String request(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n";
    }

    private static String request(String method, String path, String type, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String with(String method, String header) {
        String body = method.equals("GET") ? "" : "Content-Type: application/json\r\nContent-Length: 2\r\n";
        return method + " /api/v1/runs HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n" + body + header + "\r\n\r\n"
                + (body.isEmpty() ? "" : "{}");
    }

    private static String gzipped() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }
        return request(
                "POST",
                "/api/v1/runs/r/records?writer=" + WRITER + "&first=0",
                "application/x-ndjson; format=1\r\nContent-Encoding: gzip",
                bytes.toString(StandardCharsets.ISO_8859_1));
    }

    private static String chunked(String chunk, int times) {
        String one = Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n";
        return "POST /api/v1/runs HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + one.repeat(times) + "0\r\n\r\n";
    }
}
