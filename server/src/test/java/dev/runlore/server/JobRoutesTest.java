// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submissions and jobs over HTTP, launched by the submitter: the test is the runner. */
class JobRoutesTest {
    private static final String NONCE = "nonce-of-the-test";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    static ExecutingServer served;

    @BeforeAll
    static void serve() throws IOException {
        served = new ExecutingServer(folder, 1);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static ObjectNode submission(String run, String... arguments) {
        return served.submission(run, "submitter", arguments);
    }

    private static HttpResponse<String> submit(JsonNode body) throws IOException {
        return served.post("/api/v1/submissions", body);
    }

    private static JsonNode submitted(JsonNode body) throws IOException {
        HttpResponse<String> answer = submit(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestingServer.json(answer);
    }

    private static void assertRefused(JsonNode body, int status, String detail) throws IOException {
        HttpResponse<String> answer = submit(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(TestingServer.json(answer).get("detail").textValue()).contains(detail);
    }

    private static HttpResponse<String> claim(JsonNode submitted, String nonce) throws IOException {
        return served.server()
                .send(
                        "POST",
                        "/api/v1/jobs/" + submitted.path("job").path("id").asText() + "/claim",
                        "{\"nonce\":\"" + nonce + "\",\"host\":\"here\",\"pid\":7}",
                        "Authorization",
                        "Bearer " + submitted.path("claimToken").asText(),
                        "Content-Type",
                        "application/json");
    }

    private static String cancelJob(JsonNode submitted) throws IOException {
        String path = "/api/v1/jobs/" + submitted.path("job").path("id").asText() + "/cancel";
        HttpResponse<String> answer = served.post(path, JSON.createObjectNode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestingServer.json(answer).get("status").textValue();
    }

    private static String cancelRun(String run) throws IOException {
        HttpResponse<String> answer = served.post("/api/v1/runs/" + run + "/cancel", JSON.createObjectNode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestingServer.json(answer).get("status").textValue();
    }

    @Test
    void theClaimAnswersWhatWasSubmittedAndTheHistoryShowsNoSecret() throws Exception {
        List<String> arguments =
                List.of("-x", "a b", "$(touch canary); `id`\n", "--api-key=k1", "--password", "p2", "");
        ObjectNode body = submission("whole", arguments.toArray(String[]::new));
        body.putArray("warnings").add("2 files look like secrets and were left out");
        ((ObjectNode) body.get("configuration"))
                .put("maxDurationSeconds", 90)
                .put("interpreter", "/opt/python")
                .set("environmentVariables", JSON.readTree("{\"B\":\"2=\\n\",\"A\":\"v3\"}"));
        ((ObjectNode) body.get("configuration"))
                .set(
                        "environment",
                        JSON.readTree("{\"pip\":[\"scikit-learn==1.4\"],\"python\":\"3.11\",\"strict\":true}"));

        JsonNode submitted = submitted(body);

        JsonNode run = served.run("whole");
        assertThat(run).isEqualTo(submitted.get("run"));
        assertThat(run.get("status").textValue()).isEqualTo("Queued");
        assertThat(run.get("heartbeat").booleanValue()).isTrue();
        assertThat(run.get("script").textValue()).isEqualTo("train.py");
        assertThat(run.get("snapshot").textValue()).isEqualTo(served.snapshot());
        assertThat(run.get("arguments").toString())
                .isEqualTo(
                        "[\"-x\",\"a b\",\"$(touch canary); `id`\\n\",\"--api-key=***\",\"--password\",\"***\",\"\"]");
        assertThat(run.get("warnings").get(0).get("text").textValue()).contains("look like secrets");
        assertThat(run.toString() + served.job("whole"))
                .doesNotContain("v3")
                .doesNotContain("k1")
                .doesNotContain("p2");

        JsonNode claimed = TestingServer.json(claim(submitted, NONCE));
        assertThat(claimed.get("run").textValue()).isEqualTo("whole");
        assertThat(claimed.path("experiment").path("name").asText()).isEqualTo("iris");
        assertThat(claimed.get("snapshot").textValue()).isEqualTo(served.snapshot());
        JsonNode configuration = claimed.get("configuration");
        assertThat(configuration.get("arguments")).isEqualTo(JSON.valueToTree(arguments));
        assertThat(configuration.get("environmentVariables").toString()).isEqualTo("{\"A\":\"v3\",\"B\":\"2=\\n\"}");
        assertThat(configuration.path("environment").path("strict").booleanValue())
                .isTrue();
        assertThat(configuration.get("watched").toString()).isEqualTo("[\"logs\"]");
        assertThat(configuration.has("command")).isFalse();
        assertThat(claimed.get("surroundings").toString()).isEqualTo("{\"PATH\":\"/usr/bin:/bin\"}");
        assertThat(claimed.get("interpreterDefault").textValue()).isEqualTo(ExecutingServer.PYTHON);
        assertThat(claimed.get("runToken").textValue()).matches("rl_run_[0-9a-f-]{36}_[0-9a-f]{64}");
        assertThat(Instant.parse(claimed.get("deadline").textValue()))
                .isEqualTo(Instant.parse(served.job("whole").get("started").textValue())
                        .plusSeconds(90));
        assertThat(served.run("whole").get("status").textValue()).isEqualTo("Preparing");
        assertThat(folder.resolve("canary")).doesNotExist();
    }

    @Test
    void theSameSubmissionAgainAnswersTheSameAndAnotherIsRefused() throws Exception {
        JsonNode first = submitted(submission("again", "1"));

        HttpResponse<String> again = submit(submission("again", "1"));

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(TestingServer.json(again)).isEqualTo(first);
        assertRefused(submission("again", "2"), 409, "made from other content");
    }

    @Test
    void aRunThatIsNotNamedIsNamedAfterItsExperiment() throws Exception {
        ObjectNode body = submission("x");
        ((ObjectNode) body.get("run")).remove("id");
        ((ObjectNode) body.get("run")).put("experiment", "_my iris/été");

        assertThat(submitted(body).path("run").path("id").asText()).matches("my-iris--t-_[0-9]{10}_[0-9a-f]{8}");
    }

    @Test
    void whatCannotBeExecutedIsRefusedWithItsReason() throws Exception {
        ObjectNode unknownSnapshot = submission("refused");
        unknownSnapshot.put("snapshot", "0".repeat(40));
        assertRefused(unknownSnapshot, 404, "snapshot");
        ObjectNode otherScript = submission("refused");
        ((ObjectNode) otherScript.get("configuration")).put("script", "none.py");
        assertRefused(otherScript, 400, "script must be a file of snapshot");
        ObjectNode both = submission("refused");
        ((ObjectNode) both.get("configuration")).putArray("command").add("id");
        assertRefused(both, 400, "either a script or a command");
        ObjectNode elsewhere = served.submission("refused", "server");
        ((ObjectNode) elsewhere.get("configuration")).put("target", "docker; id");
        assertRefused(elsewhere, 400, "target must be one that this server starts jobs on");
        ObjectNode relative = submission("refused");
        assertRefused(relative.put("interpreterDefault", "python3; id"), 400, "absolute path");
        ObjectNode noRun = submission("refused");
        noRun.remove("run");
        assertRefused(noRun, 400, "field 'run' must be there");
        assertRefused(submission("refused").put("launch", "nobody"), 400, "launch must be server or submitter");
        assertRefused(submission(";id"), 400, "run id");
        assertRefused(submission("refused", "x".repeat(60_000).repeat(1), "y".repeat(60_000), "\u0000"), 400, "U+0000");
        assertThat(served.run("refused").get("code").textValue()).isEqualTo("NOT_FOUND");
    }

    @Test
    void aSubmissionThatNoProcessCouldTakeIsTooLarge() throws Exception {
        String[] arguments = new String[40];
        Arrays.fill(arguments, "x".repeat(60_000));

        assertRefused(submission("large", arguments), 413, "must have at most 1048576 characters");
        assertThat(served.run("large").get("code").textValue()).isEqualTo("NOT_FOUND");
    }

    @Test
    void variablesThatMayNotTravelAreKeptNowhere() throws Exception {
        ObjectNode body = submission("surrounded");
        ((ObjectNode) body.get("surroundings"))
                .put("AWS_SECRET_ACCESS_KEY", "s3cr3t")
                .put("LD_PRELOAD", "s3cr3t.so")
                .put("VIRTUAL_ENV", "/venv");

        JsonNode claimed = TestingServer.json(claim(submitted(body), NONCE));

        assertThat(claimed.get("surroundings").toString())
                .isEqualTo("{\"PATH\":\"/usr/bin:/bin\",\"VIRTUAL_ENV\":\"/venv\"}");
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("s3cr3t");
            }
        }
    }

    @Test
    void anotherNonceDoesNotGetAClaimedJob() throws Exception {
        JsonNode submitted = submitted(submission("claimed"));
        HttpResponse<String> first = claim(submitted, NONCE);

        assertThat(claim(submitted, NONCE).body()).isEqualTo(first.body());
        HttpResponse<String> other = claim(submitted, "nonce-of-another");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(TestingServer.json(other).get("code").textValue()).isEqualTo("WRONG_STATE");
        for (String nonce : List.of("", "short", "a b c d e f", "x".repeat(129))) {
            assertThat(claim(submitted, nonce).statusCode()).as(nonce).isEqualTo(400);
        }
    }

    @Test
    void aCancelBeforeTheClaimIsTheEnd() throws Exception {
        JsonNode submitted = submitted(submission("early"));

        assertThat(cancelJob(submitted)).isEqualTo("Canceled");
        assertThat(cancelJob(submitted)).isEqualTo("Canceled");
        assertThat(cancelRun("early")).isEqualTo("Canceled");
        assertThat(claim(submitted, NONCE).statusCode()).isEqualTo(409);
        assertThat(served.job("early").get("state").textValue()).isEqualTo("Ended");
    }

    @Test
    void aCancelAfterTheClaimIsForTheRunnerToSeeAndItsReportIsTheEnd() throws Exception {
        JsonNode submitted = submitted(submission("late"));
        claim(submitted, NONCE);

        assertThat(cancelRun("late")).isEqualTo("CancelRequested");
        assertThat(cancelJob(submitted)).isEqualTo("CancelRequested");
        assertThat(served.job("late").get("cancelRequested").booleanValue()).isTrue();
        assertThat(served.job("late").get("state").textValue()).isEqualTo("Running");
        served.send(
                "POST",
                "/api/v1/runs/late/records?writer=6f1d3c52-8f0b-4b1e-9c55-3a1f6a3f0f7d&first=0",
                "{\"n\":0,\"t\":0,\"status\":{\"to\":\"Canceled\"}}\n",
                "application/x-ndjson; format=1");
        assertThat(served.job("late").get("state").textValue()).isEqualTo("Ended");
        assertThat(cancelRun("late")).isEqualTo("Canceled");
        assertThat(claim(submitted, NONCE).statusCode()).isEqualTo(409);
    }

    @Test
    void aCancelAfterTheEndLeavesTheRunAsItIs() throws Exception {
        JsonNode submitted = submitted(submission("done"));
        claim(submitted, NONCE);
        served.post("/api/v1/runs/done/complete", JSON.createObjectNode());

        assertThat(cancelJob(submitted)).isEqualTo("Completed");
        assertThat(cancelRun("done")).isEqualTo("Completed");
        assertThat(served.run("done").get("status").textValue()).isEqualTo("Completed");
    }

    @Test
    void jobsAreListedByTargetAndState() throws Exception {
        JsonNode live = submitted(submission("listed-1"));
        JsonNode ended = submitted(submission("listed-2"));
        cancelJob(ended);

        assertThat(runs("live")).contains("listed-1").doesNotContain("listed-2");
        assertThat(runs("ended")).contains("listed-2").doesNotContain("listed-1");
        assertThat(runs("all")).contains("listed-1", "listed-2");
        assertThat(served.get("/api/v1/jobs?target=elsewhere").get("items")).isEmpty();
        assertThat(served.get("/api/v1/jobs?state=some").get("code").textValue())
                .isEqualTo("INVALID_ARGUMENT");
        String id = live.path("job").path("id").asText();
        assertThat(served.get("/api/v1/jobs/" + id)).isEqualTo(live.get("job"));
        assertThat(served.get("/api/v1/jobs/" + "0".repeat(8) + id.substring(8))
                        .get("code")
                        .textValue())
                .isEqualTo("NOT_FOUND");
        assertThat(served.get("/api/v1/jobs/1;id").get("code").textValue()).isEqualTo("INVALID_ARGUMENT");
    }

    private static List<String> runs(String state) throws IOException {
        return served.get("/api/v1/jobs?limit=1000&target=local&state=" + state)
                .get("items")
                .valueStream()
                .map(job -> job.get("run").textValue())
                .toList();
    }

    @Test
    void aServerThatExecutesNothingSaysSo(@TempDir Path other) throws Exception {
        try (TestingServer server = TestingServer.open(other)) {
            HttpResponse<String> answer = server.send(
                    "POST",
                    "/api/v1/submissions",
                    served.submission("here", "server").toString(),
                    "Authorization",
                    ExecutingServer.AUTHORIZATION,
                    "Content-Type",
                    "application/json");
            assertThat(TestingServer.json(answer).get("detail").textValue()).contains("launch the job yourself");
            assertThat(server.get("/api/v1/runner.pyz").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theRunnerIsServedAsItIs() throws Exception {
        HttpResponse<String> answer =
                served.server().get("/api/v1/runner.pyz", "Authorization", ExecutingServer.AUTHORIZATION);

        assertThat(answer.body()).isEqualTo(Files.readString(folder.resolve("runner.py")));
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
    }
}
