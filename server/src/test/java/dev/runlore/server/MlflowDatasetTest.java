// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.MlflowServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MlflowDatasetTest {
    private static final String INVALID = "INVALID_PARAMETER_VALUE";

    @TempDir
    private Path folder;

    private TestingServer server;
    private MlflowServer mlflow;
    private String experiment;
    private String run;

    @BeforeEach
    void start() throws IOException {
        server = TestingServer.open(folder);
        mlflow = new MlflowServer(server);
        experiment = mlflow.experiment("flowers");
        run = mlflow.run(experiment);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String input(String context, String name, String digest) {
        return """
                {"tags": [{"key": "mlflow.data.context", "value": "%s"}, {"key": "of", "value": ""}],
                 "dataset": {"name": "%s", "digest": "%s", "source_type": "local", "source": "{}", "schema": "[1]"}}
                """.formatted(context, name, digest);
    }

    private void log(String run, String... inputs) throws IOException {
        mlflow.post("runs/log-inputs", "{\"run_id\":\"" + run + "\",\"datasets\":[" + String.join(",", inputs) + "]}");
    }

    @Test
    void aRunShowsItsDatasetsOnceAndInTheirOrder() throws IOException {
        assertThat(mlflow.read(run).get("inputs").toString()).isEqualTo("{}");

        log(run, input("train", "iris", "1"), input("eval", "iris", "2"));
        log(run, input("again", "iris", "1"));

        JsonNode inputs = mlflow.read(run).at("/inputs/dataset_inputs");
        assertThat(inputs.size()).isEqualTo(2);
        assertThat(inputs.get(0).toString())
                .isEqualTo(("{'tags':[{'key':'mlflow.data.context','value':'train'},{'key':'of','value':''}],"
                                + "'dataset':{'name':'iris','digest':'1','source_type':'local','source':'{}','schema':'[1]'}}")
                        .replace('\'', '"'));
        assertThat(inputs.at("/1/dataset/digest").textValue()).isEqualTo("2");
        JsonNode own = TestingServer.json(server.get("/api/v1/runs/" + run + "/datasets"));
        assertThat(own.at("/items/1/context").textValue()).isEqualTo("eval");
    }

    @Test
    void experimentsTellWhichDatasetsTheirRunsUse() throws IOException {
        String other = mlflow.experiment("other");
        log(run, input("train", "iris", "1"), input("eval", "wine", "2"));
        log(mlflow.run(experiment), input("eval", "iris", "1"));
        log(mlflow.run(other), input("train", "iris", "1"));

        JsonNode found = mlflow.post("experiments/search-datasets", "{\"experiment_ids\":[\"" + experiment + "\"]}");

        assertThat(found.get("dataset_summaries").findValuesAsText("name")).containsExactly("iris", "iris", "wine");
        assertThat(found.get("dataset_summaries").findValuesAsText("context")).containsExactly("eval", "train", "eval");
        assertThat(found.get("dataset_summaries").findValuesAsText("experiment_id"))
                .containsOnly(experiment);
        assertThat(mlflow.post("experiments/search-datasets", "{\"experiment_ids\":[\"77\"]}")
                        .toString())
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dataset.name = 'iris'|one two",
                "datasets.name != 'iris'|one",
                "dataset.digest IN ('2', '9')|one",
                "dataset.digest NOT IN ('1', '9')|",
                "dataset.context LIKE 'tr%'|one",
                "dataset.context ILIKE 'EV%'|one two",
                "dataset.name = 'wine' AND dataset.context = 'train'|one",
                "dataset.name = 'wine' AND dataset.context = 'test'|",
            })
    void runsAreSearchedByOneOfTheirDatasets(String filter, @Nullable String found) throws IOException {
        String two = mlflow.run(experiment);
        mlflow.run(experiment);
        log(run, input("train", "iris", "1"), input("eval", "wine", "2"));
        log(two, input("eval", "iris", "1"));

        JsonNode answer = mlflow.post(
                "runs/search", "{\"experiment_ids\":[\"%s\"],\"filter\":\"%s\"}".formatted(experiment, filter));

        List<String> wanted = new ArrayList<>();
        if (found != null) {
            for (String name : found.split(" ")) {
                wanted.add(name.equals("one") ? run : two);
            }
        }
        assertThat(answer.findValuesAsText("run_id")).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void experimentsOfASearchAreBounded() throws IOException {
        assertRefused(
                mlflow.send("POST", "experiments/search-datasets", "{}"),
                400,
                INVALID,
                "Missing value for required parameter 'experiment_ids'");
        String tooMany = "\"1\",".repeat(20) + "\"1\"";
        assertRefused(
                mlflow.send("POST", "experiments/search-datasets", "{\"experiment_ids\":[" + tooMany + "]}"),
                400,
                INVALID,
                "Invalid value");
        mlflow.post("experiments/search-datasets", "{\"experiment_ids\":[" + "\"1\",".repeat(19) + "\"1\"]}");
    }

    @ParameterizedTest
    @CsvSource({"name,500", "digest,36", "source,65535", "schema,1048575"})
    void textsOfADatasetAreBounded(String field, int most) throws IOException {
        log(run, dataset(field, most));
        assertRefused(
                mlflow.send("POST", "runs/log-inputs", request(dataset(field, most + 1))),
                400,
                INVALID,
                field.equals("name") || field.equals("digest") ? "dataset " + field : field + " of dataset");
        assertThat(mlflow.read(run).at("/inputs/dataset_inputs").size()).isEqualTo(1);
    }

    private String request(String input) {
        return "{\"run_id\":\"" + run + "\",\"datasets\":[" + input + "]}";
    }

    private static String dataset(String field, int length) {
        String all =
                "{\"dataset\":{\"name\":\"n\",\"digest\":\"d\",\"source_type\":\"t\",\"source\":\"s\",\"schema\":\"x\"}}";
        return all.replaceFirst("(\"" + field + "\":)\"[^\"]*\"", "$1\"" + "y".repeat(length) + "\"");
    }

    @ParameterizedTest
    @CsvSource({"name", "digest", "source_type", "source"})
    void aDatasetNeedsItsTexts(String field) throws IOException {
        String without = input("train", "iris", "1").replaceFirst("\"" + field + "\": \"[^\"]*\",?", "");
        assertRefused(
                mlflow.send("POST", "runs/log-inputs", request(without)),
                400,
                INVALID,
                "Missing value for required parameter 'datasets[0].dataset." + field + "'");
    }

    @Test
    void inputsOfADeletedOrUnknownRunAreRefused() throws IOException {
        mlflow.post("runs/delete", "{\"run_id\":\"" + run + "\"}");
        assertRefused(
                mlflow.send("POST", "runs/log-inputs", request(input("train", "iris", "1"))),
                400,
                INVALID,
                "The run " + run + " must be in the 'active' state");
        run = "0".repeat(32);
        assertRefused(
                mlflow.send("POST", "runs/log-inputs", request(input("train", "iris", "1"))),
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Run with id=" + run + " not found");
    }
}
