// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runlore.domain.Submission;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of a project that are run over HTTP, by a stand-in for the runner. */
class ProjectRunsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp;

    private Path root;
    private ExecutingServer served;
    private String runs;

    @BeforeEach
    void start() throws IOException {
        temp = temp.toRealPath();
        root = Files.createDirectory(temp.resolve("iris"));
        write("train.py", "print(1)\n");
        served = new ExecutingServer(temp.resolve("data"), 3);
        String body = JSON.writeValueAsString(Map.of("root", root.toString(), "experiment", "flowers"));
        HttpResponse<String> answer = served.send("PUT", "/api/v1/projects", body, "application/json");
        runs = "/api/v1/projects/" + TestingServer.json(answer).get("id").textValue() + "/runs";
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void aScriptIsRunFromTheFolderAsItIsWithExactlyItsArguments() throws Exception {
        write(".env", "PASSWORD=hunter2");
        write("src/model.py", "2");
        List<String> arguments = List.of(
                "sleep", "0", "a b", "$(touch canary)", "; rm -rf ~ `id`", "--password", "p2", "-c", "", "é\n'\"\\");
        JsonNode submitted = submit(request("train.py", arguments.toArray(String[]::new))
                .put("name", "by hand")
                .set("tags", JSON.readTree("{\"team\":\"vision\",\"baseline\":null}")));

        JsonNode run = submitted.get("run");
        assertThat(run.path("experiment").path("name").asText()).isEqualTo("flowers");
        assertThat(run.path("id").asText()).matches("flowers_[0-9]{10}_[0-9a-f]{8}");
        assertThat(run.path("script").asText()).isEqualTo("train.py");
        assertThat(run.path("name").asText()).isEqualTo("by hand");
        assertThat(run.path("tags")).isEqualTo(JSON.readTree("{\"team\":\"vision\",\"baseline\":null}"));
        assertThat(run.path("user").path("name").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(run.path("arguments").path(6).asText()).isEqualTo("***");
        assertThat(run.path("warnings").path(0).path("text").asText())
                .isEqualTo("the snapshot leaves out files whose names look like secrets: .env");
        assertThat(submitted.path("job").path("launch").asText()).isEqualTo("server");
        assertThat(submitted.has("claimToken")).isFalse();
        String id = run.path("id").asText();
        served.await(id, "Completed");
        JsonNode claim = served.claim(id);
        assertThat(claim.path("configuration").path("arguments")).isEqualTo(JSON.valueToTree(arguments));
        assertThat(claim.path("configuration").path("script").asText()).isEqualTo("train.py");
        assertThat(claim.path("interpreterDefault").asText()).startsWith("/").endsWith("/python3");
        claim.path("surroundings")
                .fieldNames()
                .forEachRemaining(name -> assertThat(name).isIn(Submission.CARRIED));
        assertThat(claim.path("surroundings").path("PATH").asText()).isEqualTo(System.getenv("PATH"));
        JsonNode snapshot =
                served.get("/api/v1/snapshots/" + run.path("snapshot").asText());
        assertThat(snapshot.get("items").findValuesAsText("path")).containsExactly("src/model.py", "train.py");
        assertThat(Files.exists(root.resolve("canary"))).isFalse();
        assertNowhere("hunter2");
    }

    @Test
    void eachRunHasTheFolderOfItsMoment() throws Exception {
        String first = snapshot(submit(request("train.py", "sleep", "0")));
        assertThat(snapshot(submit(request("train.py", "sleep", "0")))).isEqualTo(first);
        write("train.py", "print(2)\n");
        assertThat(snapshot(submit(request("train.py", "sleep", "0")))).isNotEqualTo(first);
    }

    @Test
    void theInterpreterIsTheOneAskedForElseThatOfTheLastRun() throws Exception {
        Path own = Files.createSymbolicLink(temp.resolve("own-python"), Path.of(ExecutingServer.PYTHON));
        JsonNode asked = submit(request("train.py", "sleep", "0").put("interpreter", own.toString()));
        served.await(id(asked), "Completed");
        assertThat(served.claim(id(asked))
                        .path("configuration")
                        .path("interpreter")
                        .asText())
                .isEqualTo(own.toString());

        JsonNode next = submit(request("train.py", "sleep", "0"));
        served.await(id(next), "Completed");
        assertThat(served.claim(id(next)).path("interpreterDefault").asText()).isEqualTo(own.toString());

        Files.delete(own);
        JsonNode last = submit(request("train.py", "sleep", "0"));
        served.await(id(last), "Completed");
        assertThat(served.claim(id(last)).path("interpreterDefault").asText())
                .startsWith("/")
                .endsWith("/python3");
        assertRefused(request("train.py").put("interpreter", "python3; id"), 400, "absolute path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.py",
                "/etc/passwd",
                "src/../../outside.py",
                "..\\outside.py",
                "./train.py",
                "train.py/",
                "src//a.py",
                "a\u0000b",
                ""
            })
    void aScriptThatLeadsOutOfTheFolderIsRefused(String script) throws Exception {
        Files.writeString(temp.resolve("outside.py"), "the canary sings");

        assertRefused(request(script), 400, "path");
        assertThat(served.get("/api/v1/jobs").get("items")).isEmpty();
        assertNowhere("the canary sings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.py", "; id", "$(id)", "-c", ".env", "ignored.py", "link.py", "src"})
    void aScriptMustBeAFileOfTheSnapshot(String script) throws Exception {
        write(".env", "import os");
        write("ignored.py", "1");
        write(".gitignore", "ignored.py\n");
        write("src/a.py", "1");
        Files.createSymbolicLink(root.resolve("link.py"), root.resolve("train.py"));

        assertRefused(request(script), 400, "script must be a file of the snapshot of " + root);
        assertThat(served.get("/api/v1/jobs").get("items")).isEmpty();
    }

    @Test
    void whatCannotBePassedToAProcessIsRefused() throws Exception {
        assertRefused(request("train.py", "a\u0000b"), 400, "U+0000");
        ObjectNode noList = request("train.py");
        assertRefused(noList.put("arguments", "0.5"), 400, "a list");
        assertRefused(request("train.py").put("name", "x".repeat(251)), 400, "run name");
        assertThat(served.get("/api/v1/jobs").get("items")).isEmpty();
    }

    @Test
    void aFolderThatIsTooLargeOrGoneIsNotRun() throws Exception {
        for (int n = 0; n < 2_000; n++) {
            write("many/" + n, "");
        }
        assertRefused(request("train.py"), 413, "must have at most 2,000 files");
        Files.move(root, temp.resolve("elsewhere"));
        assertRefused(request("train.py"), 404, "is gone or has become a link");
        HttpResponse<String> unknown =
                served.post("/api/v1/projects/6f1d3c52-8f0b-4b1e-9c55-3a1f6a3f0f7d/runs", request("train.py"));
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void nothingIsRunWithoutTheToken() throws Exception {
        HttpResponse<String> answer =
                served.server().post(runs, request("train.py", "sleep", "0").toString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(served.get("/api/v1/jobs").get("items")).isEmpty();
    }

    private static ObjectNode request(String script, String... arguments) {
        ObjectNode body = JSON.createObjectNode().put("script", script);
        body.set("arguments", JSON.valueToTree(arguments));
        return body;
    }

    private JsonNode submit(JsonNode request) throws IOException {
        HttpResponse<String> answer = served.post(runs, request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestingServer.json(answer);
    }

    private void assertRefused(JsonNode request, int status, String detail) throws IOException {
        HttpResponse<String> answer = served.post(runs, request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(TestingServer.json(answer).get("detail").textValue()).contains(detail);
    }

    private static String id(JsonNode submitted) {
        return submitted.path("run").path("id").asText();
    }

    private static String snapshot(JsonNode submitted) {
        return submitted.path("run").path("snapshot").asText();
    }

    /** Blobs that are not packed have their bytes as they are. */
    private void assertNowhere(String secret) throws IOException {
        try (var files = Files.walk(temp.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
