// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are submitted once more, by a stand-in for the runner. */
class RepeatRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    static ExecutingServer served;

    @BeforeAll
    static void serve() throws IOException {
        served = new ExecutingServer(folder, 3);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static JsonNode repeat(String run, String body) throws IOException {
        HttpResponse<String> answer = served.send("POST", "/api/v1/runs/" + run + "/repeat", body, "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestingServer.json(answer).get("run");
    }

    private static JsonNode claimOf(JsonNode run) throws Exception {
        String id = run.get("id").textValue();
        served.await(id, "Completed");
        return served.claim(id);
    }

    @Test
    void aRepeatedRunIsMadeFromTheSameAndPassesHiddenValuesAgain() throws Exception {
        ObjectNode body = served.submission("first", "server", "sleep", "0", "--password", "p2");
        ((ObjectNode) body.get("run"))
                .put("name", "the first")
                .putObject("tags")
                .put("team", "vision");
        ((ObjectNode) body.get("configuration"))
                .put("maxDurationSeconds", 90)
                .putObject("environmentVariables")
                .put("SEED", "7");
        assertThat(served.post("/api/v1/submissions", body).statusCode()).isEqualTo(201);
        served.await("first", "Completed");

        JsonNode run = repeat("first", "");

        assertThat(run.get("id").textValue()).matches("iris_[0-9]{10}_[0-9a-f]{8}");
        assertThat(run.get("snapshot").textValue()).isEqualTo(served.snapshot());
        assertThat(run.get("arguments").toString()).isEqualTo("[\"sleep\",\"0\",\"--password\",\"***\"]");
        assertThat(run.get("properties").toString()).isEqualTo("{\"runlore.repeats\":\"first\"}");
        assertThat(run.get("tags")).isEmpty();
        assertThat(run.has("name")).isFalse();
        assertThat(run.path("user").path("name").asText()).isEqualTo(System.getProperty("user.name"));
        JsonNode claim = claimOf(run);
        JsonNode first = served.claim("first");
        assertThat(claim.get("configuration")).isEqualTo(first.get("configuration"));
        assertThat(claim.get("surroundings")).isEqualTo(first.get("surroundings"));
        assertThat(claim.get("interpreterDefault")).isEqualTo(first.get("interpreterDefault"));
    }

    @Test
    void argumentsNameAndTagsOfTheRequestAreTaken() throws Exception {
        served.submit("plain", "sleep", "0", "0.5");
        served.await("plain", "Completed");

        JsonNode run = repeat("plain", """
                {"arguments": ["sleep", "0", "; id", "$(x)"], "name": "again", "tags": {"k": null}}
                """);

        assertThat(run.get("name").textValue()).isEqualTo("again");
        assertThat(run.get("tags").toString()).isEqualTo("{\"k\":null}");
        assertThat(claimOf(run).path("configuration").path("arguments"))
                .isEqualTo(JSON.valueToTree(List.of("sleep", "0", "; id", "$(x)")));
    }

    @Test
    void argumentsOfACommandTakeThePlaceOfAllWordsAfterTheProgram() throws Exception {
        ObjectNode body = served.submission("command", "server", "0");
        ((ObjectNode) body.get("configuration")).remove("script");
        ((ObjectNode) body.get("configuration")).putArray("command").add("make").add("sleep");
        assertThat(served.post("/api/v1/submissions", body).statusCode()).isEqualTo(201);

        JsonNode configuration = claimOf(repeat("command", "{\"arguments\": [\"sleep\", \"0\"]}"))
                .get("configuration");

        assertThat(configuration.get("command").toString()).isEqualTo("[\"make\"]");
        assertThat(configuration.get("arguments").toString()).isEqualTo("[\"sleep\",\"0\"]");
    }

    @Test
    void aRunOfAnotherHostIsRepeatedOnTheServersOwn() throws Exception {
        assertThat(served.post("/api/v1/submissions", served.submission("theirs", "submitter", "sleep", "0"))
                        .statusCode())
                .isEqualTo(201);

        JsonNode run = repeat("theirs", "{}");

        assertThat(served.job(run.get("id").textValue()).get("launch").textValue())
                .isEqualTo("server");
        claimOf(run);
    }

    @Test
    void aRunThatWasNotSubmittedIsNotRepeated() throws Exception {
        served.post("/api/v1/runs", JSON.createObjectNode().put("id", "logged").put("experiment", "iris"));

        HttpResponse<String> answer = served.post("/api/v1/runs/logged/repeat", JSON.createObjectNode());
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(TestingServer.json(answer).get("code").textValue()).isEqualTo("WRONG_STATE");
        assertThat(answer.body()).contains("run 'logged' must have been submitted");
        assertThat(served.post("/api/v1/runs/unknown/repeat", JSON.createObjectNode())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void nothingIsRepeatedWithoutTheToken() throws Exception {
        served.submit("kept", "sleep", "0");

        assertThat(served.server().post("/api/v1/runs/kept/repeat", "{}").statusCode())
                .isEqualTo(401);
    }
}
