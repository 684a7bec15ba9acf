// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.MlflowServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MlflowTrackingTest {
    private static final String MISSING = "RESOURCE_DOES_NOT_EXIST";
    private static final String INVALID = "INVALID_PARAMETER_VALUE";

    @TempDir
    private Path folder;

    private TestingServer server;
    private MlflowServer mlflow;

    @BeforeEach
    void start() throws IOException {
        server = TestingServer.open(folder);
        mlflow = new MlflowServer(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatAScriptLogsIsReadBack() throws IOException {
        assertRefused(
                mlflow.ask("experiments/get-by-name", "experiment_name", "iris"),
                404,
                MISSING,
                "Could not find experiment with name 'iris'");
        String experiment = mlflow.experiment("iris");
        JsonNode made =
                mlflow.get("experiments/get", "experiment_id", experiment).get("experiment");
        assertThat(made.get("name").textValue()).isEqualTo("iris");
        assertThat(made.get("artifact_location").textValue()).isEqualTo("mlflow-artifacts:/" + experiment);
        assertThat(made.get("lifecycle_stage").textValue()).isEqualTo("active");

        JsonNode run = mlflow.post("runs/create", """
                        {"experiment_id": "%s", "start_time": "1700000000123", "run_name": "first",
                         "tags": [{"key": "mlflow.user", "value": "ada"}, {"key": "mlflow.source.name", "value": "train.py"},
                                  {"key": "mlflow.note.content", "value": "why"}, {"key": "other", "value": ""}]}
                        """.formatted(experiment)).get("run");
        String id = run.at("/info/run_id").textValue();
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(run.get("info").toString())
                .isEqualTo(
                        ("{'run_id':'%1$s','run_uuid':'%1$s','run_name':'first','experiment_id':'%2$s','user_id':'ada',"
                                        + "'status':'RUNNING','start_time':1700000000123,"
                                        + "'artifact_uri':'mlflow-artifacts:/%2$s/%1$s/artifacts','lifecycle_stage':'active'}")
                                .formatted(id, experiment)
                                .replace('\'', '"'));

        mlflow.post("runs/log-parameter", "{\"run_id\":\"%s\",\"key\":\"lr\",\"value\":\"0.1\"}".formatted(id));
        mlflow.post("runs/set-tag", "{\"run_uuid\":\"%s\",\"key\":\"stage\",\"value\":\"one\"}".formatted(id));
        mlflow.post(
                "runs/log-metric",
                "{\"run_id\":\"%s\",\"key\":\"loss\",\"value\":2.5,\"timestamp\":1700000000200,\"step\":3}"
                        .formatted(id));
        mlflow.post("runs/log-batch", """
                {"run_id": "%s", "metrics": [
                   {"key": "loss", "value": "1.5", "timestamp": "1700000000100", "step": "1"},
                   {"key": "acc", "value": "NaN", "timestamp": 1700000000100}],
                 "params": [{"key": "depth", "value": "3"}], "tags": [{"key": "stage", "value": "two"}]}
                """.formatted(id));
        mlflow.post(
                "runs/update", "{\"run_id\":\"%s\",\"status\":\"FINISHED\",\"end_time\":1700000009000}".formatted(id));

        JsonNode data = mlflow.read(id).get("data");
        assertThat(data.get("metrics").toString())
                .isEqualTo("[{\"key\":\"loss\",\"value\":2.5,\"timestamp\":1700000000200,\"step\":3},"
                        + "{\"key\":\"acc\",\"value\":\"NaN\",\"timestamp\":1700000000100,\"step\":0}]");
        assertThat(data.get("params").toString())
                .isEqualTo("[{\"key\":\"lr\",\"value\":\"0.1\"},{\"key\":\"depth\",\"value\":\"3\"}]");
        assertThat(data.get("tags").toString())
                .isEqualTo(("[{'key':'mlflow.runName','value':'first'},{'key':'mlflow.note.content','value':'why'},"
                                + "{'key':'mlflow.user','value':'ada'},{'key':'mlflow.source.name','value':'train.py'},"
                                + "{'key':'other','value':''},{'key':'stage','value':'two'}]")
                        .replace('\'', '"'));
        assertThat(mlflow.read(id).at("/info/status").textValue()).isEqualTo("FINISHED");
        assertThat(mlflow.read(id).at("/info/end_time").longValue()).isEqualTo(1700000009000L);
        assertThat(mlflow.get("metrics/get-history", "run_id", id, "metric_key", "loss")
                        .get("metrics")
                        .toString())
                .isEqualTo("[{\"key\":\"loss\",\"value\":1.5,\"timestamp\":1700000000100,\"step\":1},"
                        + "{\"key\":\"loss\",\"value\":2.5,\"timestamp\":1700000000200,\"step\":3}]");
        assertRefused(
                mlflow.send(
                        "POST",
                        "runs/log-parameter",
                        "{\"run_id\":\"%s\",\"key\":\"lr\",\"value\":\"0.2\"}".formatted(id)),
                400,
                INVALID,
                "Changing param values is not allowed");
    }
}
