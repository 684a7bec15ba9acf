// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlore.domain.JobId;
import dev.runlore.server.http.JobTokens;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Route;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tokens of jobs open, and when: rows 80, 81 and 84 of the catalogue of attacks. */
class JobTokenTest {
    @TempDir
    private Path folder;

    private ExecutingServer served;
    private JsonNode submitted;

    @BeforeEach
    void submit() throws IOException {
        served = new ExecutingServer(folder.resolve("data"), 1);
        submitted = TestingServer.json(served.post("/api/v1/submissions", served.submission("own", "submitter")));
        served.post("/api/v1/submissions", served.submission("other", "submitter"));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private String job() {
        return submitted.path("job").path("id").asText();
    }

    private String claimToken() {
        return submitted.get("claimToken").textValue();
    }

    private HttpResponse<String> ask(String token, String method, String path) throws IOException {
        return served.server()
                .send(method, path, "{}", "Authorization", "Bearer " + token, "Content-Type", "application/json");
    }

    private HttpResponse<String> claim(String token) throws IOException {
        return served.server()
                .send(
                        "POST",
                        "/api/v1/jobs/" + job() + "/claim",
                        "{\"nonce\":\"12345678\"}",
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        "application/json");
    }

    private String runToken() throws IOException {
        return TestingServer.json(claim(claimToken())).get("runToken").textValue();
    }

    @Test
    void aLaunchNeedsTheDataFoldersTokenAlsoOnLoopback() throws IOException {
        try (TestingServer open = TestingServer.open(folder.resolve("open"))) {
            assertThat(open.post("/api/v1/submissions", "{}").statusCode()).isEqualTo(401);
            assertThat(open.post("/api/v1/jobs/" + job() + "/claim", "{}").statusCode())
                    .isEqualTo(401);
            assertThat(open.send(
                                    "POST",
                                    "/api/v1/submissions",
                                    "{}",
                                    "Content-Type",
                                    "application/json",
                                    "Authorization",
                                    "Bearer " + claimToken())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(open.get("/api/v1/jobs").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPageOfAnotherSiteLaunchesNothingEvenWithTheToken() throws IOException {
        String body = served.submission("crossed", "submitter").toString();
        for (List<String> site : List.of(
                List.of("Origin", "http://attacker.example"),
                List.of("Origin", "null"),
                List.of("Sec-Fetch-Site", "cross-site"))) {
            HttpResponse<String> answer = served.server()
                    .send(
                            "POST",
                            "/api/v1/submissions",
                            body,
                            site.get(0),
                            site.get(1),
                            "Authorization",
                            ExecutingServer.AUTHORIZATION,
                            "Content-Type",
                            "application/json");
            assertThat(answer.statusCode()).as(site.toString()).isEqualTo(403);
        }
        assertThat(served.run("crossed").get("code").textValue()).isEqualTo("NOT_FOUND");
    }

    @Test
    void onlyTheJobsOwnClaimTokenClaimsIt() throws IOException {
        JobTokens others = new JobTokens("another-data-folder's-token");
        JobId id = new JobId(job());
        String token = claimToken();
        char last = token.charAt(token.length() - 1);
        for (String shown : List.of(
                TestingServer.TOKEN,
                others.claimToken(id),
                new JobTokens(TestingServer.TOKEN).runToken(id),
                token.replace("rl_job_", "rl_run_"),
                token.substring(0, token.length() - 1) + (last == '0' ? '1' : '0'),
                token.toUpperCase(Locale.ROOT),
                token + "0",
                served.job("other").get("id").textValue(),
                new JobTokens(TestingServer.TOKEN)
                        .claimToken(new JobId(served.job("other").get("id").textValue())))) {
            assertThat(claim(shown).statusCode()).as(shown).isEqualTo(401);
        }
        assertThat(served.run("own").get("status").textValue()).isEqualTo("Queued");
        HttpResponse<String> own = claim(token);
        assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
    }

    @Test
    void aClaimTokenOpensNothingButItsJob() throws IOException {
        assertThat(ask(claimToken(), "GET", "/api/v1/jobs/" + job()).statusCode())
                .isEqualTo(200);
        for (String path : List.of(
                "/api/v1/jobs",
                "/api/v1/runs/own",
                "/api/v1/jobs/" + served.job("other").get("id").textValue())) {
            assertThat(ask(claimToken(), "GET", path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(ask(claimToken(), "POST", "/api/v1/runs/own/complete").statusCode())
                .isEqualTo(401);
        assertThat(ask(claimToken(), "POST", "/api/v1/jobs/" + job() + "/cancel")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aRunTokenReadsEverythingAndWritesItsRunOnly() throws IOException {
        String token = runToken();
        List<Route> routes = served.server().server().routes();
        assertThat(routes).extracting(Route::permission).contains(Permission.values());
        for (Route route : routes) {
            if (route.path().equals("/api/v1/events") || isEnd(route)) {
                continue;
            }
            String own = path(route, "own");
            int status = ask(token, route.method(), own).statusCode();
            if (isOwn(route)) {
                assertThat(status).as(route.method() + " " + own).isNotIn(401, 403);
            } else {
                assertThat(status).as(route.method() + " " + own).isIn(401, 403);
            }
            String other = path(route, "other");
            if (isWrite(route)
                    && route.path().contains("{run}")
                    && !route.path().endsWith("/records")) {
                assertThat(ask(token, route.method(), other).statusCode())
                        .as(route.method() + " " + other)
                        .isEqualTo(403);
            }
        }
        assertThat(served.run("other").get("revision"))
                .isEqualTo(served.run("other").get("revision"));
        assertThat(served.run("other").get("status").textValue()).isEqualTo("Queued");
    }

    private static boolean isEnd(Route route) {
        return route.path().matches(".*/runs/\\{run}/(complete|fail|cancel)");
    }

    private static boolean isWrite(Route route) {
        return route.permission() == Permission.WRITE || route.permission() == Permission.WRITE_OF_RUN;
    }

    private static boolean isOwn(Route route) {
        return switch (route.permission()) {
            case OPEN, READ -> true;
            // What makes a run asks whose child it is to be.
            case WRITE_OF_RUN -> !route.path().matches(".*/runs(/create)?");
            case TOKEN, JOB -> false;
            case WRITE -> route.path().matches("/api/v1/(runs/\\{run}(/.*)?|blobs/.*|snapshots.*)");
        };
    }

    private String path(Route route, String run) {
        return route.path().replace("{run}", run).replace("{job}", job()).replaceAll("\\{[^}]+}|<[^>]+>", "a");
    }

    @Test
    void aRunTokenEndsWithItsRun() throws IOException {
        String token = runToken();
        assertThat(ask(token, "GET", "/api/v1/runs/own").statusCode()).isEqualTo(200);

        assertThat(ask(token, "POST", "/api/v1/runs/own/complete").statusCode()).isEqualTo(200);

        for (String path : List.of("/api/v1/runs/own", "/api/v1/runs", "/api/v1/jobs/" + job())) {
            assertThat(ask(token, "GET", path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(ask(token, "POST", "/api/v1/runs/own/heartbeat").statusCode())
                .isEqualTo(401);
        assertThat(served.run("own").get("status").textValue()).isEqualTo("Completed");
    }

    @Test
    void aRunTokenBeforeTheClaimIsNone() throws IOException {
        String early = new JobTokens(TestingServer.TOKEN).runToken(new JobId(job()));

        assertThat(ask(early, "GET", "/api/v1/runs/own").statusCode()).isEqualTo(401);
    }

    @Test
    void aRunTokenIsAlsoThePasswordOfBasic() throws IOException {
        String pair = Base64.getEncoder()
                .encodeToString(("anybody:" + runToken()).getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(served.server()
                        .get("/api/v1/runs/own", "Authorization", "Basic " + pair)
                        .statusCode())
                .isEqualTo(200);
    }
}
