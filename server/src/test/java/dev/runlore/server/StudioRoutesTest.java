// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.ServedFolder.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudioRoutesTest {
    private static final String SCRIPT = "/assets/index-4f2c.js";
    private static final Pattern NONCE = Pattern.compile("content=\"([A-Za-z0-9_-]{24})\"");

    @TempDir
    static Path folder;

    static TestingServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestingServer.withStudio(folder, true);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/experiments",
                "/experiments/iris",
                "/runs",
                "/runs/none",
                "/runs/none/metrics",
                "/compare?runs=a,b",
                "/jobs",
                "/projects",
                "/projects/p"
            })
    void everyAddressOfTheStudioIsItsOnePageAlsoWithoutTheToken(String address) throws IOException {
        HttpResponse<String> page = server.get(address);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(page, "ETag")).isEmpty();
        assertThat(page.body()).contains("A studio of tests").doesNotContain("__STYLE_NONCE__");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/files",
                "/canary.txt",
                "/settings",
                "/runs/r/metrics/more",
                "/assets",
                "/assets/"
            })
    void whatIsNoAddressOfTheStudioIsNotFound(String address) throws IOException {
        HttpResponse<String> answer = server.get(address, "Authorization", "Bearer " + TestingServer.TOKEN);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"requestId\"").doesNotContain("canary sings");
    }

    @Test
    void aBrowserThatGoesToAnAddressOfNothingGetsThePageWhichSaysSo() throws IOException {
        String[] browser = {"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"};
        for (String address : List.of("/settings", "/runs/r/metrics/more", "/runs/", "/api")) {
            HttpResponse<String> page = server.get(address, browser);
            assertThat(page.statusCode()).as(address).isEqualTo(404);
            assertThat(page.body()).as(address).contains("A studio of tests");
            assertThat(header(page, "Content-Security-Policy")).contains("'nonce-" + nonce(page) + "'");
        }
        for (String address : List.of("/api/v1/none", "/api/", "/assets/none.js")) {
            HttpResponse<String> answer = server.get(address, browser);
            assertThat(answer.body()).as(address).contains("\"requestId\"").doesNotContain("A studio of tests");
        }
        assertThat(server.send("POST", "/settings", "", browser).body()).contains("\"requestId\"");
        assertThat(server.send("HEAD", "/settings", "", browser).body()).isEmpty();
    }

    @Test
    void thePageAllowsNothingButTheServersOwnScriptsAndStylesWithItsNonce() throws IOException {
        HttpResponse<String> page = server.get("/");
        String nonce = nonce(page);
        assertThat(header(page, "Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce
                        + "'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'none';"
                        + " base-uri 'none'; frame-ancestors 'none'");
        assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(header(page, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(header(page, "Permissions-Policy")).contains("camera=()").contains("microphone=()");
        assertThat(header(page, "Set-Cookie")).isEmpty();
        assertThat(nonce(server.get("/"))).isNotEqualTo(nonce);
    }

    @Test
    void aHashedFileIsKeptForEverAndOthersAreAskedForAgain() throws IOException {
        HttpResponse<String> script = server.get(SCRIPT);
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.body()).contains("a studio of tests");
        assertThat(header(script, "Content-Type")).isEqualTo("text/javascript;charset=utf-8");
        assertThat(header(script, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(script, "Content-Encoding")).isEmpty();
        assertThat(header(script, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(script, "X-Content-Type-Options")).isEqualTo("nosniff");
        HttpResponse<String> icon = server.get("/icon.svg");
        assertThat(icon.body()).startsWith("<svg");
        assertThat(header(icon, "Content-Type")).isEqualTo("image/svg+xml");
        assertThat(header(icon, "Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void aFileComesInTheSmallestEncodingThatTheClientTakes() throws Exception {
        String plain = server.get(SCRIPT).body();
        HttpResponse<byte[]> packed = bytes(SCRIPT, "Accept-Encoding", "gzip, br;q=0");
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.body().length).isLessThan(plain.length());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
        }
        assertThat(header(bytes(SCRIPT, "Accept-Encoding", "gzip, deflate, br, zstd"), "Content-Encoding"))
                .isEqualTo("br");
        assertThat(header(bytes("/icon.svg", "Accept-Encoding", "gzip, br"), "Content-Encoding"))
                .isEmpty();
    }

    @Test
    void aFileThatIsKnownIsNotSentAgain() throws Exception {
        String tag = header(server.get(SCRIPT), "ETag");
        HttpResponse<String> again = server.get(SCRIPT, "If-None-Match", "\"x\", " + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(tag);
        assertThat(server.get(SCRIPT, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
        // what was sent packed is another thing than what was sent plain
        assertThat(bytes(SCRIPT, "If-None-Match", tag, "Accept-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void headTellsWhatGetWouldAnswer() throws IOException {
        for (String path : List.of("/", SCRIPT)) {
            HttpResponse<String> head = server.send("HEAD", path, "");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(header(head, "Content-Length")).isEqualTo(header(server.get(path), "Content-Length"));
        }
    }

    /** Row 17 of the attacks: paths out of the folder of static files. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../canary.txt",
                "/assets/../../canary.txt",
                "/assets/../../../../../../etc/passwd",
                "/assets/%2e%2e/canary.txt",
                "/assets/..%2fcanary.txt",
                "/assets/%2e%2e%2fcanary.txt",
                "/assets/%252e%252e%252fcanary.txt",
                "/assets/..%5ccanary.txt",
                "/assets/..;/canary.txt",
                "/assets//index-4f2c.js",
                "/assets/./index-4f2c.js",
                "/assets/index-4f2c.js%00.css",
                "/assets/index-4f2c.js.gz",
                "/assets/index-4f2c.js;x",
                "/assets/%2fetc%2fpasswd",
                "/assets/file:%2f%2f%2fetc%2fpasswd",
                "/assets/INDEX-4F2C.JS",
                "/static-files/../../../canary",
                "/../studio-of-tests/canary.txt",
                "/studio-of-tests/canary.txt",
                "//canary.txt",
                "/canary.txt"
            })
    void noPathLeadsOutOfTheListOfFiles(String path) throws IOException {
        String answer = RawSocket.send(
                server.url(),
                "GET " + path + " HTTP/1.1\r\nHost: " + server.url().getAuthority() + "\r\nAuthorization: Bearer "
                        + TestingServer.TOKEN + "\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .matches("(?s)HTTP/1.1 40[04] .*")
                .contains("application/problem+json")
                .doesNotContain("canary sings")
                .doesNotContain("root:")
                .doesNotContain("studio of tests")
                .doesNotContain("Exception");
    }

    @Test
    void withoutAStudioThePlainPagesSayHowToAddIt(@TempDir Path other) throws IOException {
        try (TestingServer plain = TestingServer.open(other)) {
            assertThat(plain.get("/").body()).contains("install Node 20.19 or newer and start Runlore again");
            assertThat(plain.get("/jobs").statusCode()).isEqualTo(404);
            HttpResponse<String> link =
                    plain.send("POST", "/api/v1/studio/links", "", "Authorization", "Bearer " + TestingServer.TOKEN);
            assertThat(link.statusCode()).isEqualTo(501);
            assertThat(link.body()).contains("install Node 20.19 or newer");
        }
    }

    private static String nonce(HttpResponse<String> page) {
        Matcher matcher = NONCE.matcher(page.body());
        assertThat(matcher.find()).as(page.body()).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<byte[]> bytes(String path, String... headers) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + path))
                            .headers(headers)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
