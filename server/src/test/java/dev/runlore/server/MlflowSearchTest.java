// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.MlflowServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches among four runs that are called a to d, of which d is deleted. */
final class MlflowSearchTest {
    private static final String INVALID = "INVALID_PARAMETER_VALUE";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private TestingServer server;
    private MlflowServer mlflow;
    private String experiment;
    private final Map<String, String> names = new HashMap<>();

    @BeforeEach
    void runs() throws IOException {
        server = TestingServer.open(folder);
        mlflow = new MlflowServer(server);
        experiment = mlflow.experiment("iris");
        run("a", 1_000, "1.5", "9", "10");
        run("b", 2_000, "NaN", "10", "x");
        run("c", 3_000, "-Infinity", "", "X");
        run("d", 4_000, "4", "4", "4");
        mlflow.post("runs/delete", "{\"run_id\":\"" + id("d") + "\"}");
        mlflow.post("runs/update", "{\"run_id\":\"" + id("b") + "\",\"status\":\"FAILED\",\"end_time\":2500}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void run(String name, long start, String metric, String param, String tag) throws IOException {
        String id = mlflow.post("runs/create", """
                        {"experiment_id": "%s", "start_time": %d, "run_name": "%s", "user_id": "%s",
                         "tags": [{"key": "kind", "value": "%s"}]}
                        """.formatted(experiment, start, name, name + "@x", tag))
                .at("/run/info/run_id")
                .textValue();
        names.put(id, name);
        mlflow.post("runs/log-batch", """
                {"run_id": "%s", "metrics": [{"key": "m", "value": "%s", "timestamp": 1, "step": 2},
                   {"key": "m", "value": 99, "timestamp": 5, "step": 1}],
                 "params": [%s]}
                """.formatted(
                        id, metric, param.isEmpty() ? "" : "{\"key\":\"p\",\"value\":\"" + param + "\"}"));
    }

    private String id(String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private ObjectNode question() {
        ObjectNode question = JSON.createObjectNode();
        question.putArray("experiment_ids").add(experiment);
        return question;
    }

    private String found(ObjectNode question) throws IOException {
        StringBuilder found = new StringBuilder();
        for (JsonNode run : mlflow.post("runs/search", question.toString()).path("runs")) {
            found.append(names.get(run.at("/info/run_id").textValue()));
        }
        return found.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '~',
            value = {
                "metrics.m > 1|a",
                "metrics.m != 7|cba",
                "metrics.m < 0|c",
                "metrics.m = 0|~~",
                "metrics.none != 1|~~",
                "params.p = '10'|b",
                "params.p != '10'|a",
                "params.p IS NULL|c",
                "params.p IS NOT NULL|ba",
                "params.p LIKE '1_'|b",
                "tags.kind = 'x'|b",
                "tags.kind ILIKE 'x'|cb",
                "tags.kind LIKE 'x'|b",
                "run_name = 'a'|a",
                "tags.mlflow.runName != 'a'|cb",
                "tags.mlflow.user = 'a@x'|a",
                "user_id LIKE '%@x'|cba",
                "status = 'FAILED'|b",
                "attributes.status != 'FAILED'|ca",
                "start_time >= 2000|cb",
                "start_time = 2000|b",
                "end_time <= 2500|b",
                "end_time > 2500|~~",
                "metrics.m > 1 AND params.p = '9'|a",
                "metrics.m > 1 AND params.p = '8'|~~",
            })
    void aFilterFindsItsRuns(String filter, String expected) throws IOException {
        assertThat(found(question().put("filter", filter))).isEqualTo(expected);
    }

    @Test
    void idsAndPlacesOfArtifactsAreFound() throws IOException {
        String a = id("a");
        assertThat(found(question().put("filter", "run_id IN ('" + a + "','" + id("b") + "','X')")))
                .isEqualTo("ba");
        assertThat(found(question().put("filter", "run_id NOT IN ('" + a + "')")))
                .isEqualTo("cb");
        String uri = "mlflow-artifacts:/" + experiment + "/" + a + "/artifacts";
        assertThat(found(question().put("filter", "artifact_uri = '" + uri + "'")))
                .isEqualTo("a");
        assertThat(found(question().put("filter", "artifact_uri != '" + uri + "'")))
                .isEqualTo("cb");
        assertThat(found(question().put("filter", "artifact_uri LIKE '%" + a + "%'")))
                .isEqualTo("a");
        assertThat(found(question().put("filter", "artifact_uri ILIKE 'MLFLOW%ARTIFACTS'")))
                .isEqualTo("cba");
    }

    @ParameterizedTest
    @CsvSource({
        "metrics.m,cab",
        "metrics.m DESC,acb",
        "params.p,bac",
        "params.p DESC,abc",
        "tags.kind,acb",
        "start_time,abc",
        "run_name DESC,cba",
        "end_time,bca",
        "metrics.none,cba",
    })
    void anOrderPutsMissingValuesLast(String order, String expected) throws IOException {
        ObjectNode question = question();
        question.putArray("order_by").add(order);
        assertThat(found(question)).isEqualTo(expected);
    }

    @Test
    void deletedRunsAreShownWhenAskedFor() throws IOException {
        assertThat(found(question().put("run_view_type", "ACTIVE_ONLY"))).isEqualTo("cba");
        assertThat(found(question().put("run_view_type", "DELETED_ONLY"))).isEqualTo("d");
        assertThat(found(question().put("run_view_type", 3))).isEqualTo("dcba");
    }

    @Test
    void pagesFollowOneAnother() throws IOException {
        List<String> pages = new ArrayList<>();
        ObjectNode question = question().put("max_results", "2").put("run_view_type", "ALL");
        JsonNode page;
        do {
            page = mlflow.post("runs/search", question.toString());
            StringBuilder names = new StringBuilder();
            page.path("runs")
                    .forEach(run ->
                            names.append(this.names.get(run.at("/info/run_id").textValue())));
            pages.add(names.toString());
            question.set("page_token", page.get("next_page_token"));
        } while (page.has("next_page_token"));
        assertThat(pages).containsExactly("dc", "ba");
        assertRefused(
                mlflow.send(
                        "POST",
                        "runs/search",
                        question().put("page_token", "broken").toString()),
                400,
                INVALID,
                "page token");
    }

    @Test
    void moreRunsThanOnePageOfTheStoreComeInOneAnswer() throws IOException {
        for (int i = 0; i < 1_005; i++) {
            mlflow.run(experiment);
        }
        ObjectNode question = question().put("max_results", 1_002).put("run_view_type", "ALL");
        JsonNode page = mlflow.post("runs/search", question.toString());
        assertThat(page.get("runs")).hasSize(1_002);
        assertThat(mlflow.post(
                                "runs/search",
                                question.set("page_token", page.get("next_page_token"))
                                        .toString())
                        .get("runs"))
                .hasSize(7);
    }

    @Test
    void onlyRunsOfTheNamedExperimentsAreFound() throws IOException {
        String other = mlflow.experiment("other");
        names.put(mlflow.run(other), "o");
        assertThat(found(JSON.createObjectNode())).isEmpty();
        ObjectNode both = question();
        both.withArray("experiment_ids").add(other).add("99");
        assertThat(found(both)).isEqualTo("ocba");
        ObjectNode nothing = JSON.createObjectNode();
        nothing.putArray("experiment_ids").add("99");
        assertThat(found(nothing)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"max_results\": 0}",
                "{\"max_results\": 50001}",
                "{\"run_view_type\": \"SOME\"}",
                "{\"filter\": \"metrics.m = 1 OR metrics.m = 2\"}",
                "{\"order_by\": [\"metrics.m\", \"metrics.m DESC\"]}",
                "{\"order_by\": \"metrics.m\"}",
                "{\"experiment_ids\": \"1\"}",
                "{\"experiment_ids\": [1]}",
                "{\"experiment_ids\": [\"abc\"]}",
                "{\"page_token\": 5}",
            })
    void wrongQuestionsAreRefused(String question) throws IOException {
        assertRefused(mlflow.send("POST", "runs/search", question), 400, INVALID, "");
    }

    @Test
    void theMostThatCanBeAskedForIsAnswered() throws IOException {
        assertThat(found(question().put("max_results", 50_000))).isEqualTo("cba");
        assertThat(found(question().put("max_results", 1))).isEqualTo("c");
    }
}
