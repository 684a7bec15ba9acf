// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.ServedFolder.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a browser signs in, and what its cookie opens. */
class SessionRoutesTest {
    private static final String LINKS = "/api/v1/studio/links";
    private static final String SESSION = "/api/v1/studio/session";
    private static final String[] TOKEN = {"Authorization", "Bearer " + TestingServer.TOKEN};

    @TempDir
    static Path folder;

    static TestingServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestingServer.withStudio(folder, true);
        server.send("POST", "/api/v1/runs", "{\"id\":\"r\"}", with(TOKEN, "Content-Type", "application/json"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aLinkIsMadeWithTheTokenOnly() throws IOException {
        assertThat(server.send("POST", LINKS, "").statusCode()).isEqualTo(401);
        HttpResponse<String> link = server.send("POST", LINKS, "", TOKEN);
        assertThat(link.statusCode()).isEqualTo(201);
        JsonNode answer = TestingServer.json(link);
        assertThat(answer.get("url").textValue()).matches("\\Q" + server.url() + "/open?code=\\E[A-Za-z0-9_-]{43}");
        assertThat(Instant.parse(answer.get("expires").textValue()))
                .isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(61));
    }

    @Test
    void aLinkSignsInOnceAndTheRedirectHasNoCode() throws IOException {
        String link = link();
        HttpResponse<String> opened = server.get(link);
        assertThat(opened.statusCode()).isEqualTo(303);
        assertThat(header(opened, "Location")).isEqualTo("/");
        assertThat(header(opened, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(opened, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(opened, "Set-Cookie"))
                .matches("runlore-" + server.url().getPort()
                        + "=[A-Za-z0-9_-]{43}; Path=/api/v1; HttpOnly; SameSite=Strict");
        for (String path : List.of(link, "/open?code=unknown", "/open", "/open?code=")) {
            HttpResponse<String> again = server.get(path);
            assertThat(again.statusCode()).as(path).isEqualTo(410);
            assertThat(again.body()).contains("Run <code>runlore studio</code> for a new one");
            assertThat(header(again, "Set-Cookie")).isEmpty();
        }
    }

    @Test
    void whoOnlyLooksWhereALinkLeadsDoesNotUseItUp() throws IOException {
        String link = link();
        assertThat(header(server.send("HEAD", link, ""), "Set-Cookie")).isEmpty();
        assertThat(server.get(link).statusCode()).isEqualTo(303);
    }

    @Test
    void behindTlsTheCookieIsSecureAndOfThisHostAlone() throws IOException {
        HttpResponse<String> opened = server.get(link(), "X-Forwarded-Proto", "https");
        String cookie = header(opened, "Set-Cookie");
        assertThat(cookie)
                .matches("__Host-runlore-" + server.url().getPort()
                        + "=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict");
        assertThat(read("Cookie", cookie.split(";")[0])).isEqualTo(200);
    }

    @Test
    void theCookieReadsWhereTheTokenIsNeededAlsoHintsAndFiles() throws IOException {
        String cookie = signIn();
        server.send(
                "PUT",
                "/api/v1/runs/r/artifacts?path=a.txt",
                "x",
                with(TOKEN, "Content-Type", "application/octet-stream"));
        assertThat(read()).isEqualTo(401);
        assertThat(read("Cookie", cookie)).isEqualTo(200);
        assertThat(read("Cookie", "a=b; " + cookie + "; c=d")).isEqualTo(200);
        HttpResponse<String> file = server.get("/api/v1/runs/r/artifacts?path=a.txt", "Cookie", cookie);
        assertThat(file.body()).isEqualTo("x");
        assertThat(header(file, "Content-Security-Policy")).contains("sandbox");
        assertThat(streamStatus(cookie)).startsWith("HTTP/1.1 200");
        assertThat(streamStatus("a=b")).startsWith("HTTP/1.1 401");
    }

    @Test
    void aChangeUnderTheCookieNeedsTheHeaderAndThisServersOrigin() throws IOException {
        String cookie = signIn();
        String origin = server.url().toString();
        assertThat(change("Cookie", cookie)).isEqualTo(403);
        assertThat(change("Cookie", cookie, "X-Runlore", "1")).isEqualTo(403);
        assertThat(change("Cookie", cookie, "Origin", origin)).isEqualTo(403);
        assertThat(change("Cookie", cookie, "Origin", origin, "X-Runlore", "0")).isEqualTo(403);
        assertThat(change("Cookie", cookie, "Sec-Fetch-Site", "none", "X-Runlore", "1"))
                .isEqualTo(403);
        assertThat(change("Cookie", cookie, "Sec-Fetch-Site", "same-site", "X-Runlore", "1"))
                .isEqualTo(403);
        assertThat(change("Cookie", cookie, "Origin", "http://evil.example", "X-Runlore", "1"))
                .isEqualTo(403);
        assertThat(change("Cookie", cookie, "Origin", "null", "X-Runlore", "1")).isEqualTo(403);
        assertThat(change("Cookie", cookie, "Origin", origin, "X-Runlore", "1")).isEqualTo(200);
        assertThat(change("Cookie", cookie, "Sec-Fetch-Site", "same-origin", "X-Runlore", "1"))
                .isEqualTo(200);
        assertThat(change("Cookie", "a=b", "Origin", origin, "X-Runlore", "1")).isEqualTo(401);
    }

    @Test
    void aFormOfAnotherPageChangesNothing() throws IOException {
        String cookie = signIn();
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
            HttpResponse<String> answer = server.send(
                    "PATCH", "/api/v1/runs/r", "{\"name\":\"taken\"}", "Cookie", cookie, "Content-Type", type);
            assertThat(answer.statusCode()).isEqualTo(403);
        }
        assertThat(server.get("/api/v1/runs/r", "Cookie", cookie).body()).doesNotContain("taken");
    }

    @Test
    void theCookieCountsAsTheTokenOfTheDataFolder() throws IOException {
        String cookie = signIn();
        String origin = server.url().toString();
        // asking for what always needs the token: not signed in, signed in by a link of another page, and by our own
        // page
        assertThat(server.get("/api/v1/projects").statusCode()).isEqualTo(401);
        assertThat(server.get("/api/v1/projects", "Cookie", cookie).statusCode())
                .isEqualTo(200);
        assertThat(server.send("POST", "/api/v1/runs/none/purge", "", "Cookie", cookie)
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.send(
                                "POST",
                                "/api/v1/runs/none/purge",
                                "",
                                "Cookie",
                                cookie,
                                "Origin",
                                origin,
                                "X-Runlore",
                                "1")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theCookieIsNoTokenOfAJob() throws IOException {
        String origin = server.url().toString();
        assertThat(server.send(
                                "POST",
                                "/api/v1/jobs/5f0c9a52-8f0b-4b1e-9c55-3a1f6a3f0f7d/claim",
                                "{\"nonce\":\"n\"}",
                                "Cookie",
                                signIn(),
                                "Origin",
                                origin,
                                "X-Runlore",
                                "1",
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void signingOutEndsTheSessionAndNotThoseOfOthers() throws IOException {
        String cookie = signIn();
        String other = signIn();
        String origin = server.url().toString();
        assertThat(server.send("DELETE", SESSION, "", "Cookie", cookie).statusCode())
                .isEqualTo(403);
        HttpResponse<String> out =
                server.send("DELETE", SESSION, "", "Cookie", cookie, "Origin", origin, "X-Runlore", "1");
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(header(out, "Set-Cookie"))
                .isEqualTo(
                        "runlore-" + server.url().getPort() + "=; Path=/api/v1; HttpOnly; SameSite=Strict; Max-Age=0");
        assertThat(read("Cookie", cookie)).isEqualTo(401);
        assertThat(read("Cookie", other)).isEqualTo(200);
    }

    @Test
    void aCookieThatWasThereBeforeSigningInIsNeverTaken() throws IOException {
        String fixed = "runlore-" + server.url().getPort() + "=chosen-by-another";
        HttpResponse<String> opened = server.get(link(), "Cookie", fixed);
        assertThat(header(opened, "Set-Cookie")).doesNotContain("chosen-by-another");
        assertThat(read("Cookie", fixed)).isEqualTo(401);
        assertThat(read("Cookie", fixed + "; " + header(opened, "Set-Cookie").split(";")[0]))
                .isEqualTo(200);
    }

    @Test
    void theSessionTellsWhetherOneIsSignedInAndHasTo() throws IOException {
        assertThat(server.get(SESSION).body()).isEqualTo("{\"signedIn\":false,\"required\":true}");
        assertThat(server.get(SESSION, "Cookie", signIn()).body()).isEqualTo("{\"signedIn\":true,\"required\":true}");
    }

    @Test
    void onLoopbackWithoutTheTokenOnlyWhatAlwaysNeedsItNeedsTheCookie(@TempDir Path other) throws IOException {
        try (TestingServer open = TestingServer.withStudio(other, false)) {
            assertThat(open.get(SESSION).body()).isEqualTo("{\"signedIn\":false,\"required\":false}");
            assertThat(open.get("/api/v1/runs").statusCode()).isEqualTo(200);
            assertThat(open.get("/api/v1/projects").statusCode()).isEqualTo(401);
            String link = TestingServer.json(open.send("POST", LINKS, "", TOKEN))
                    .get("url")
                    .textValue();
            String cookie = header(open.get(link.substring(open.url().toString().length())), "Set-Cookie")
                    .split(";")[0];
            assertThat(open.get("/api/v1/projects", "Cookie", cookie).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aPageThatAsksByScriptIsNotAnsweredWithTheBrowsersDialog() throws IOException {
        assertThat(header(server.get("/api/v1/runs", "Sec-Fetch-Dest", "empty"), "WWW-Authenticate"))
                .startsWith("Bearer");
        assertThat(header(server.get("/api/v1/runs", "Sec-Fetch-Dest", "document"), "WWW-Authenticate"))
                .startsWith("Basic");
        assertThat(header(server.get("/api/v1/runs"), "WWW-Authenticate")).startsWith("Basic");
    }

    @Test
    void neitherTheLogNorRefusalsHoldACodeOrASession() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        TestingServer.LOG.addHandler(handler);
        List<String> bodies = new ArrayList<>();
        String link = link();
        String code = link.substring(link.indexOf('=') + 1);
        String secret;
        try {
            String cookie = header(server.get(link), "Set-Cookie").split(";")[0];
            secret = cookie.substring(cookie.indexOf('=') + 1);
            bodies.add(server.get(link).body());
            bodies.add(server.get("/nothing?code=" + code, "Cookie", cookie).body());
            bodies.add(server.send("POST", LINKS, "", "Cookie", cookie).body());
        } finally {
            TestingServer.LOG.removeHandler(handler);
        }
        assertThat(lines).hasSizeGreaterThanOrEqualTo(4);
        assertThat(Stream.concat(lines.stream(), bodies.stream()))
                .noneMatch(text -> text.contains(code) || text.contains(secret));
    }

    private static String link() throws IOException {
        String url = TestingServer.json(server.send("POST", LINKS, "", TOKEN))
                .get("url")
                .textValue();
        return url.substring(server.url().toString().length());
    }

    private static String signIn() throws IOException {
        return header(server.get(link()), "Set-Cookie").split(";")[0];
    }

    private static int read(String... headers) throws IOException {
        return server.get("/api/v1/runs", headers).statusCode();
    }

    private static int change(String... headers) throws IOException {
        return server.send(
                        "PATCH",
                        "/api/v1/runs/r",
                        "{\"name\":\"n\"}",
                        with(headers, "Content-Type", "application/json"))
                .statusCode();
    }

    /** The first bytes of the hint stream, which does not end by itself. */
    private static String streamStatus(String cookie) throws IOException {
        try (java.net.Socket socket =
                new java.net.Socket(server.url().getHost(), server.url().getPort())) {
            socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
            socket.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: "
                                    + server.url().getAuthority() + "\r\nCookie: " + cookie + "\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), java.nio.charset.StandardCharsets.US_ASCII);
        }
    }

    private static String[] with(String[] headers, String... more) {
        return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    }
}
