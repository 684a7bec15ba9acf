// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Inputs that broke tools like this one, sent as raw bytes to every route that takes a path or serves a file. A file outside the
 * data folder and the token within it must stay unread and unchanged.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArtifactAttackRowsTest {
    private static final String CANARY = "the canary lives";

    private Path outside;
    private Path root;
    private Path canary;
    private ServedFolder served;

    @BeforeAll
    void serve(@TempDir Path folder) throws Exception {
        outside = folder;
        canary = Files.writeString(outside.resolve("canary"), CANARY);
        root = Files.createDirectory(outside.resolve("data"));
        Files.writeString(root.resolve("token"), CANARY);
        served = new ServedFolder(root);
        for (String run : List.of("r", "refused", "odd")) {
            served.run(run);
        }
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private String raw(String method, String target, String body) throws IOException {
        return RawSocket.send(
                served.url(),
                method + " " + target + " HTTP/1.1\r\nHost: " + served.url().getAuthority()
                        + "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body);
    }

    private static int status(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 ");
        return Integer.parseInt(answer.substring(9, 12));
    }

    private void assertUntouched() throws IOException {
        assertThat(canary).hasContent(CANARY);
        assertThat(root.resolve("token")).hasContent(CANARY);
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).containsExactlyInAnyOrder(canary, root);
        }
    }

    private void assertHarmless(String answer) throws IOException {
        assertThat(answer)
                .doesNotContain(CANARY)
                .doesNotContain(outside.toString())
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertUntouched();
    }

    /** Rows 1, 2, 3, 7, 14, 33, 40: what is no path is refused by every route and method. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../etc/passwd",
                "..",
                "../canary",
                "a/../../canary",
                "a/%2e%2e/%2e%2e/canary",
                "%2e%2e%2fcanary",
                "%2E%2E/canary",
                "./x",
                "a//b",
                "a/",
                "/etc/passwd",
                "%2fetc%2fpasswd",
                "//proc/self/root",
                "C:%5Cx",
                "C:/x",
                "%5C%5Chost%5Cshare%5Cx",
                "..%5C..%5Csecret",
                "a%5C..%5C..%5Cb",
                "%c0%ae%c0%ae/canary",
                "%e0%80%ae%e0%80%ae/canary",
                "%ff",
                "a%00.png",
                "%00",
                "a%0d%0aSet-Cookie:%20x=y",
                "a%0ab",
                "a%1bb",
                "%ed%a0%80",
                "%zz",
                "%2",
                "",
            })
    void whatIsNoPathIsRefused(String path) throws Exception {
        for (String route : List.of("artifacts?path=", "logs?offset=0&path=")) {
            for (String method : List.of("GET", "PUT", "POST", "DELETE")) {
                String answer = raw(method, "/api/v1/runs/refused/" + route + path, method.equals("GET") ? "" : "x");
                assertThat(status(answer)).as(method + " " + route).isIn(400, 404);
                assertHarmless(answer);
            }
        }
        String list = raw("GET", "/api/v1/runs/refused/artifacts?prefix=" + path, "");
        assertThat(status(list)).isIn(200, 400);
        assertHarmless(list);
        assertThat(ServedFolder.text(served.get("/api/v1/runs/refused/artifacts")))
                .isEqualTo("{\"items\":[]}");
    }

    /** Rows 4, 6, 16, 21: odd names are names and nothing more, each its own. */
    @Test
    void oddNamesAreKeptApartAndAsTheyAre() throws Exception {
        List<String> sent = List.of(
                "%252e%252e%252fcanary",
                "%25252e",
                "a;/b",
                "a;jsessionid=..",
                "Model.pt",
                "model.pt",
                "%C3%A9",
                "e%CC%81",
                "CON",
                "a.",
                "a%20",
                ".git/config",
                "token",
                "..a/b..",
                "%7Eroot");
        TreeMap<String, String> stored = new TreeMap<>();
        for (String path : sent) {
            assertThat(status(raw("PUT", "/api/v1/runs/odd/artifacts?path=" + path, "bytes of " + path)))
                    .isEqualTo(200);
            stored.put(path, "bytes of " + path);
        }
        for (String path : sent) {
            String answer = raw("GET", "/api/v1/runs/odd/artifacts?path=" + path, "");
            assertThat(answer).endsWith("\r\n\r\n" + stored.get(path));
        }
        assertThat(ServedFolder.json(served.get("/api/v1/runs/odd/artifacts"))
                        .get("items")
                        .findValuesAsText("path"))
                .containsExactly(
                        "%2e%2e%2fcanary",
                        "%252e",
                        "a;/b",
                        "a;jsessionid=..",
                        "Model.pt",
                        "model.pt",
                        "é",
                        "e\u0301",
                        "CON",
                        "a.",
                        "a ",
                        ".git/config",
                        "token",
                        "..a/b..",
                        "~root");
        assertThat(status(raw("DELETE", "/api/v1/runs/odd/artifacts?path=%252e%252e%252fcanary", "")))
                .isEqualTo(204);
        assertUntouched();
        try (Stream<Path> files = Files.walk(root.resolve("blobs"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .allMatch(file -> file.getFileName().toString().matches("[0-9a-f]{62}"));
        }
    }

    /** Rows 5, 6, 14, 17: nothing in the path of the URL leads out of the routes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/runs/%2e%2e/%2e%2e/canary",
                "/api/v1/runs/../../canary",
                "/api/v1/runs/r/artifacts/%2e%2e/%2e%2e/canary",
                "/api/v1/runs/r/artifacts/..%2f..%2fcanary",
                "/api/v1/runs/r/artifacts;/../../canary",
                "/api/v1/runs/r;x=../artifacts",
                "/api/v1/runs/..%2fr/artifacts",
                "/api/v1/runs/%2e%2e%5c/artifacts",
                "/api/v1/runs/r%00/artifacts",
                "/api/v1/runs/%c0%ae%c0%ae/artifacts",
                "/api/v1/blobs/../../token",
                "/api/v1/blobs/..%2f..%2ftoken",
                "/api/v1/blobs/%2e%2e",
                "/runs/../../token",
                "/runs/%2e%2e%2ftoken",
                "/runs/%252e%252e%252ftoken",
                "/../canary",
                "//canary",
                "/static-files/../../../canary",
                "/get-artifact?path=../../../../etc/passwd&run_uuid=r",
                "/api/2.0/mlflow-artifacts/artifacts/../../canary",
            })
    void noUrlLeadsOutOfTheRoutes(String target) throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            String answer = raw(method, target, method.equals("PUT") ? "overwritten" : "");
            assertThat(status(answer)).as(method).isIn(400, 404);
            assertHarmless(answer);
        }
    }

    /** Row 15: links that somebody laid into the folder are not followed. */
    @Test
    void aLinkInTheStoreIsNotFollowed() throws Exception {
        Sha256 name = Sha256.of(CANARY.getBytes(StandardCharsets.UTF_8));
        Path shelf =
                Files.createDirectories(root.resolve("blobs").resolve(name.hex().substring(0, 2)));
        Path link = Files.createSymbolicLink(shelf.resolve(name.hex().substring(2)), canary);
        assertThat(status(raw("GET", "/api/v1/blobs/" + name, ""))).isEqualTo(404);
        assertThat(status(raw("HEAD", "/api/v1/blobs/" + name, ""))).isEqualTo(404);
        assertThat(status(raw("PUT", "/api/v1/blobs/" + name, CANARY))).isEqualTo(201);
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertUntouched();
    }

    /** Rows 40, 62, 63: a file of a run never acts as a page of this server, whatever it says it is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.html | text/html; charset=utf-8 | attachment",
                "x.svg | image/svg+xml | attachment",
                "x.xml | application/xml | attachment",
                "x.xhtml | application/octet-stream | attachment",
                "x.js | application/octet-stream | attachment",
                "x.pdf | application/pdf | attachment",
                "x | application/octet-stream | attachment",
                "x.png | image/png | inline",
                "x.txt | text/plain; charset=utf-8 | inline",
            })
    void aFileNeverActsAsAPage(String path, String type, String disposition) throws Exception {
        String script = "<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('/api/v1/runs')</script></svg>";
        raw("PUT", "/api/v1/runs/r/artifacts?path=" + path, script);
        String answer = raw("GET", "/api/v1/runs/r/artifacts?path=" + path, "");
        List<String> headers =
                answer.substring(0, answer.indexOf("\r\n\r\n")).lines().toList();
        assertThat(value(headers, "Content-Type").replace(";charset", "; charset"))
                .isEqualTo(type);
        assertThat(value(headers, "Content-Disposition")).startsWith(disposition + "; filename=\"" + path + "\"");
        assertThat(value(headers, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(value(headers, "Content-Security-Policy"))
                .isEqualTo("sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'");
        assertThat(value(headers, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer).endsWith(script);
    }

    private static String value(List<String> headers, String name) {
        List<String> values = headers.stream()
                .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                .toList();
        assertThat(values).as(name).hasSize(1);
        return values.getFirst().substring(name.length() + 2);
    }

    /** Row 40: a name cannot end its header. */
    @Test
    void aNameCannotAddAHeader() throws Exception {
        String path = "a%22%3B%20filename%3Devil.exe%3B%E2%80%A8x.txt";
        assertThat(status(raw("PUT", "/api/v1/runs/r/artifacts?path=" + path, "x")))
                .isEqualTo(200);
        String answer = raw("GET", "/api/v1/runs/r/artifacts?path=" + path, "");
        assertThat(answer)
                .contains("Content-Disposition: inline; filename=\"a__ filename=evil.exe__x.txt\"; "
                        + "filename*=UTF-8''a%22%3B%20filename%3Devil.exe%3B%E2%80%A8x.txt\r\n");
    }

    /** Rows 33, 47, 49: names that engines choke on, and page tokens and limits that were made up. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/runs/r/metrics?name=%00",
                "/api/v1/runs/r/metrics?pageToken=1%27%20OR%201=1",
                "/api/v1/runs/r/metrics?pageToken=-9223372036854775808",
                "/api/v1/runs/r/metrics?limit=1000000000",
                "/api/v1/runs/r/metrics?limit=-1",
                "/api/v1/runs/r/artifacts?pageToken=%5B%5D",
                "/api/v1/runs/r/artifacts?limit=0",
                "/api/v1/runs/r/artifacts?limit=1&limit=2",
                "/api/v1/metric-names?pageToken=x",
                "/api/v1/metric-names?limit=1001",
                "/api/v1/metric-names?q=%ff",
                "/?pageToken=x%27",
            })
    void madeUpTokensAndLimitsAreRefused(String target) throws Exception {
        String answer = raw("GET", target, "");
        assertThat(status(answer)).isIn(200, 400);
        assertHarmless(answer);
        assertThat(answer.contains("\"items\":[{")).isFalse();
        if (target.contains("pageToken") || target.contains("limit")) {
            assertThat(status(answer)).isEqualTo(400);
        }
    }

    /** Row 47: a name is bound to its statement and is never a part of it. */
    @Test
    void hostileNamesOfMetricsAreOnlyNames() throws Exception {
        String name = "metrics.`a\\\"b'c`; DROP TABLE run; --%_\\\\";
        served.run("s", "{\"n\":0,\"t\":1,\"m\":\"" + name + "\",\"v\":1}");
        String encoded = "metrics.%60a%22b%27c%60%3B+DROP+TABLE+run%3B+--%25_%5C";
        assertThat(ServedFolder.text(served.get("/api/v1/runs/s/points?name=" + encoded)))
                .contains("\"columns\":{\"\":[1]}");
        assertThat(ServedFolder.json(served.get("/api/v1/metric-names?q=%25_%5C"))
                        .get("items"))
                .hasSize(1);
        assertThat(ServedFolder.json(served.get("/api/v1/metric-names?q=%25%25%25%25a"))
                        .get("items"))
                .isEmpty();
        assertThat(served.get("/api/v1/runs/s").statusCode()).isEqualTo(200);
    }
}
