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

    @Test
    void longValuesAreCut() throws IOException {
        String run = mlflow.run(mlflow.experiment("iris"));
        String body = "{\"run_id\":\"" + run + "\",\"key\":\"k\",\"value\":\"%s\"}";
        mlflow.post("runs/log-parameter", body.formatted("ü".repeat(6_001)));
        mlflow.post("runs/log-parameter", body.formatted("ü".repeat(6_000)));
        mlflow.post("runs/set-tag", body.formatted("v".repeat(8_001)));
        JsonNode data = mlflow.read(run).get("data");
        assertThat(data.at("/params/0/value").textValue()).isEqualTo("ü".repeat(6_000));
        assertThat(tag(run, "k")).isEqualTo("v".repeat(8_000));
    }

    private String tag(String run, String key) throws IOException {
        for (JsonNode tag : mlflow.read(run).at("/data/tags")) {
            if (tag.get("key").textValue().equals(key)) {
                return tag.get("value").textValue();
            }
        }
        return "";
    }

    private void setTag(String run, String key, String value) throws IOException {
        mlflow.post("runs/set-tag", "{\"run_id\":\"%s\",\"key\":\"%s\",\"value\":\"%s\"}".formatted(run, key, value));
    }

    private void deleteTag(String run, String key) throws IOException {
        mlflow.post("runs/delete-tag", "{\"run_id\":\"%s\",\"key\":\"%s\"}".formatted(run, key));
    }

    @Test
    void aNameADescriptionAndAParentAreTagsToo() throws IOException {
        String run = mlflow.run(mlflow.experiment("iris"));
        assertThat(tag(run, "mlflow.runName")).matches("[a-z]+-[a-z]+-\\d{1,3}");
        setTag(run, "mlflow.runName", "renamed");
        setTag(run, "mlflow.note.content", "why");
        setTag(run, "mlflow.parentRunId", "unknown");
        JsonNode native_ = TestingServer.json(server.get("/api/v1/runs/" + run));
        assertThat(native_.get("name").textValue()).isEqualTo("renamed");
        assertThat(native_.get("description").textValue()).isEqualTo("why");
        assertThat(native_.get("parent").textValue()).isEqualTo("unknown");
        assertThat(native_.get("tags")).isEmpty();

        mlflow.post("runs/update", "{\"run_id\":\"" + run + "\",\"run_name\":\"\"}");
        assertThat(tag(run, "mlflow.runName")).isEqualTo("renamed");
        mlflow.post("runs/update", "{\"run_id\":\"" + run + "\",\"run_name\":\"again\"}");
        assertThat(tag(run, "mlflow.runName")).isEqualTo("again");
        deleteTag(run, "mlflow.runName");
        deleteTag(run, "mlflow.note.content");
        deleteTag(run, "mlflow.parentRunId");
        assertThat(mlflow.read(run).at("/info/run_name").textValue()).isEqualTo("again");
        assertThat(tag(run, "mlflow.note.content")).isEmpty();
        assertThat(tag(run, "mlflow.parentRunId")).isEmpty();
        setTag(run, "mlflow.parentRunId", "no run id!");
        assertThat(tag(run, "mlflow.parentRunId")).isEqualTo("no run id!");
    }

    @Test
    void theLatestPointIsTheGreatestByStepTimeAndValue() throws IOException {
        String run = mlflow.run(mlflow.experiment("iris"));
        String point = "{\"run_id\":\"" + run + "\",\"key\":\"m\",\"value\":%s,\"timestamp\":%d,\"step\":%d}";
        mlflow.post("runs/log-metric", point.formatted("5", 10, 2));
        mlflow.post("runs/log-metric", point.formatted("7", 20, 1));
        mlflow.post("runs/log-metric", point.formatted("4", 10, 2));
        mlflow.post("runs/log-metric", point.formatted("NaN", 10, 2));
        mlflow.post("runs/log-metric", point.formatted("4", 10, 2));
        mlflow.post("runs/log-metric", point.formatted("\"-Infinity\"", 5, -3));
        assertThat(mlflow.read(run).at("/data/metrics/0").toString())
                .isEqualTo("{\"key\":\"m\",\"value\":5.0,\"timestamp\":10,\"step\":2}");
        assertThat(mlflow.get("metrics/get-history", "run_id", run, "metric_key", "m")
                        .get("metrics")
                        .toString())
                .isEqualTo(("[{'key':'m','value':-1.7976931348623157E308,'timestamp':5,'step':-3},"
                                + "{'key':'m','value':'NaN','timestamp':10,'step':2},"
                                + "{'key':'m','value':4.0,'timestamp':10,'step':2},"
                                + "{'key':'m','value':5.0,'timestamp':10,'step':2},"
                                + "{'key':'m','value':7.0,'timestamp':20,'step':1}]")
                        .replace('\'', '"'));
    }

    @Test
    void aHistoryIsReadPageByPage() throws IOException {
        String run = mlflow.run(mlflow.experiment("iris"));
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            points.append(i == 0 ? "" : ",")
                    .append("{\"key\":\"m\",\"value\":%d,\"timestamp\":%d}".formatted(i, (i * 37) % 100));
        }
        mlflow.post("runs/log-batch", "{\"run_id\":\"" + run + "\",\"metrics\":[" + points + "]}");
        String whole = mlflow.get("metrics/get-history", "run_id", run, "metric_key", "m")
                .get("metrics")
                .toString();
        for (int limit : new int[] {7, 100, 499, 500}) {
            StringBuilder paged = new StringBuilder("[");
            String token = "";
            do {
                JsonNode page = mlflow.get(
                        "metrics/get-history",
                        "run_id",
                        run,
                        "metric_key",
                        "m",
                        "max_results",
                        "" + limit,
                        "page_token",
                        token);
                String list = page.get("metrics").toString();
                paged.append(paged.length() == 1 ? "" : ",").append(list, 1, list.length() - 1);
                token = page.path("next_page_token").asText();
            } while (!token.isEmpty());
            assertThat(paged.append("]").toString()).isEqualTo(whole);
        }
        assertThat(mlflow.get("metrics/get-history", "run_id", run, "metric_key", "none"))
                .isEmpty();
        assertThat(mlflow.get("metrics/get-history", "run_id", "none", "metric_key", "m"))
                .isEmpty();
    }

    @Test
    void historiesOfSeveralRunsAreSampledBySteps() throws IOException {
        String experiment = mlflow.experiment("iris");
        String one = mlflow.run(experiment);
        String two = mlflow.run(experiment);
        logSteps(one, 0, 10);
        logSteps(two, 5, 12);
        assertThat(steps(one, two, "max_results", "2500")).isEqualTo("0 1 2 3 4 5 6 7 8 9 | 5 6 7 8 9 10 11 |");
        assertThat(steps(one, two, "max_results", "4")).isEqualTo("0 3 5 6 9 | 5 6 9 11 |");
        assertThat(steps(two, one, "start_step", "3", "end_step", "6")).isEqualTo("5 6 | 3 4 5 6 |");
        JsonNode first = mlflow.get(
                "metrics/get-history-bulk", "run_id", one, "run_id", two, "metric_key", "m", "max_results", "11");
        assertThat(first.get("metrics")).hasSize(11);
        assertThat(TestingServer.json(server.get("/ajax-api/2.0/mlflow/metrics/get-history-bulk"
                        + MlflowServer.query("run_id", one, "run_id", two, "metric_key", "m", "max_results", "11"))))
                .isEqualTo(first);
    }

    private void logSteps(String run, int from, int to) throws IOException {
        for (int step = from; step < to; step++) {
            mlflow.post(
                    "runs/log-metric",
                    "{\"run_id\":\"%s\",\"key\":\"m\",\"value\":1,\"timestamp\":1,\"step\":%d}".formatted(run, step));
        }
    }

    private String steps(String first, String second, String... range) throws IOException {
        String[] arguments = new String[range.length + 6];
        System.arraycopy(range, 0, arguments, 6, range.length);
        System.arraycopy(new String[] {"run_ids", first, "run_ids", second, "metric_key", "m"}, 0, arguments, 0, 6);
        StringBuilder steps = new StringBuilder();
        String run = first;
        for (JsonNode point :
                mlflow.get("metrics/get-history-bulk-interval", arguments).get("metrics")) {
            if (!point.get("run_id").textValue().equals(run)) {
                steps.append("| ");
                run = second;
            }
            steps.append(point.get("step").longValue()).append(' ');
        }
        return steps.append("|").toString();
    }

    @Test
    void tablesAndListsAreSeenAsMetrics() throws IOException {
        TestingServer.json(server.post("/api/v1/runs", "{\"id\":\"native\",\"params\":{\"lr\":0.1,\"none\":null}}"));
        server.records("native", "0000000a-0000-4000-8000-000000000000", 0, """
                {"n":0,"t":5,"m":"table","r":{"x":1,"y":"text"}}
                {"n":1,"t":6,"m":"table","r":{"x":2.5,"z":true}}
                {"n":2,"t":7,"m":"list","l":[1,2,3],"s":4}
                {"n":3,"t":8,"m":"text","v":"words"}
                """);
        JsonNode run = mlflow.read("native");
        assertThat(run.at("/data/metrics").toString())
                .isEqualTo(("[{'key':'table/x','value':2.5,'timestamp':6,'step':0},"
                                + "{'key':'table/z','value':1.0,'timestamp':6,'step':0},"
                                + "{'key':'list','value':3.0,'timestamp':7,'step':4}]")
                        .replace('\'', '"'));
        assertThat(run.at("/info/experiment_id").textValue()).isEqualTo("0");
        assertThat(run.at("/data/params").toString())
                .isEqualTo("[{\"key\":\"lr\",\"value\":\"0.1\"},{\"key\":\"none\",\"value\":\"None\"}]");
        assertThat(mlflow.get("metrics/get-history", "run_id", "native", "metric_key", "table/x")
                        .get("metrics"))
                .hasSize(2);
        assertThat(mlflow.get("metrics/get-history", "run_id", "native", "metric_key", "table/y"))
                .isEmpty();
        mlflow.post("runs/log-parameter", "{\"run_id\":\"native\",\"key\":\"lr\",\"value\":\"0.1\"}");
    }

    @Test
    void theDefaultExperimentIsThereBeforeAnybodyMadeIt() throws IOException {
        assertThat(mlflow.get("experiments/search").get("experiments").toString())
                .contains("\"experiment_id\":\"0\"");
        assertThat(mlflow.get("experiments/get-by-name", "experiment_name", "Default")
                        .at("/experiment/experiment_id")
                        .textValue())
                .isEqualTo("0");
        assertThat(mlflow.post("runs/create", "{\"experiment_id\":\"\"}")
                        .at("/run/info/experiment_id")
                        .textValue())
                .isEqualTo("0");
        assertThat(mlflow.post("runs/create", "{}").at("/run/info/start_time").longValue())
                .isZero();
    }

    @Test
    void experimentsAreFoundByNamesTimesAndTags() throws IOException {
        mlflow.experiment("alpha");
        String beta = mlflow.experiment("Beta");
        String gone = mlflow.experiment("gone");
        mlflow.post(
                "experiments/set-experiment-tag",
                "{\"experiment_id\":\"" + beta + "\",\"key\":\"team\",\"value\":\"one\"}");
        mlflow.post("experiments/delete", "{\"experiment_id\":\"" + gone + "\"}");
        assertThat(names("{}")).isEqualTo("Default Beta alpha ");
        assertThat(names("{\"view_type\":\"DELETED_ONLY\"}")).isEqualTo("gone ");
        assertThat(names("{\"view_type\":\"3\",\"order_by\":[\"name\"]}")).isEqualTo("Beta Default alpha gone ");
        assertThat(names("{\"filter\":\"name ILIKE 'b%'\"}")).isEqualTo("Beta ");
        assertThat(names("{\"filter\":\"attribute.name != 'alpha' AND tags.team = 'one'\"}"))
                .isEqualTo("Beta ");
        assertThat(names("{\"filter\":\"tags.team IS NULL\"}")).isEqualTo("Default alpha ");
        assertThat(names("{\"filter\":\"tag.team IS NOT NULL\"}")).isEqualTo("Beta ");
        assertThat(names("{\"filter\":\"creation_time > 0\",\"order_by\":[\"experiment_id ASC\"]}"))
                .isEqualTo("Default alpha Beta ");
        JsonNode page = mlflow.get("experiments/search", "max_results", "2");
        assertThat(page.get("experiments")).hasSize(2);
        assertThat(mlflow.get(
                                "experiments/search",
                                "page_token",
                                page.get("next_page_token").textValue())
                        .get("experiments"))
                .hasSize(1);
    }

    private String names(String question) throws IOException {
        StringBuilder names = new StringBuilder();
        for (JsonNode experiment : mlflow.post("experiments/search", question).path("experiments")) {
            names.append(experiment.get("name").textValue()).append(' ');
        }
        return names.toString();
    }

    @Test
    void aDeletedExperimentTakesAllItsRunsWithItAndBringsAllBack() throws IOException {
        String experiment = mlflow.experiment("iris");
        String one = mlflow.run(experiment);
        String two = mlflow.run(experiment);
        mlflow.post("runs/delete", "{\"run_id\":\"" + one + "\"}");
        mlflow.post("runs/delete", "{\"run_id\":\"" + one + "\"}");
        mlflow.post("experiments/delete", "{\"experiment_id\":\"" + experiment + "\"}");
        assertThat(mlflow.read(two).at("/info/lifecycle_stage").textValue()).isEqualTo("deleted");
        assertThat(mlflow.get("experiments/get", "experiment_id", experiment)
                        .at("/experiment/lifecycle_stage")
                        .textValue())
                .isEqualTo("deleted");
        mlflow.post("experiments/restore", "{\"experiment_id\":\"" + experiment + "\"}");
        assertThat(mlflow.read(one).at("/info/lifecycle_stage").textValue()).isEqualTo("active");
        assertThat(mlflow.read(two).at("/info/lifecycle_stage").textValue()).isEqualTo("active");
        mlflow.post("runs/restore", "{\"run_id\":\"" + one + "\"}");
    }

    @Test
    void tagsOfAnExperimentAreItsDescriptionAndItsPrimaryMetric() throws IOException {
        String experiment =
                mlflow.post("experiments/create", """
                        {"name": "iris", "tags": [{"key": "mlflow.note.content", "value": "why"}, {"key": "a", "value": "1"},
                          {"key": "mlflow.experiment.primaryMetric.name", "value": "acc"},
                          {"key": "mlflow.experiment.primaryMetric.greaterIsBetter", "value": "True"}]}
                        """).get("experiment_id").textValue();
        JsonNode made = TestingServer.json(server.get("/api/v1/experiments/" + experiment));
        assertThat(made.get("description").textValue()).isEqualTo("why");
        assertThat(made.get("primaryMetric").toString()).isEqualTo("{\"name\":\"acc\",\"goal\":\"max\"}");
        mlflow.post(
                "experiments/delete-experiment-tag",
                "{\"experiment_id\":\"" + experiment + "\",\"key\":\"mlflow.note.content\"}");
        mlflow.post("experiments/delete-experiment-tag", "{\"experiment_id\":\"" + experiment + "\",\"key\":\"a\"}");
        mlflow.post("experiments/update", "{\"experiment_id\":\"" + experiment + "\",\"new_name\":\"flowers\"}");
        assertThat(mlflow.get("experiments/get-by-name", "experiment_name", "flowers")
                        .at("/experiment/tags")
                        .toString())
                .isEqualTo("[{\"key\":\"mlflow.experiment.primaryMetric.name\",\"value\":\"acc\"},"
                        + "{\"key\":\"mlflow.experiment.primaryMetric.greaterIsBetter\",\"value\":\"True\"}]");
    }

    @Test
    void modelsOfOlderClientsAreListedInATag() throws IOException {
        String run = mlflow.run(mlflow.experiment("iris"));
        String model =
                "{\\\"artifact_path\\\":\\\"m%d\\\",\\\"flavors\\\":{},\\\"utc_time_created\\\":\\\"now\\\",\\\"run_id\\\":\\\"r\\\"}";
        mlflow.post("runs/log-model", "{\"run_id\":\"" + run + "\",\"model_json\":\"" + model.formatted(1) + "\"}");
        mlflow.post("runs/log-model", "{\"run_id\":\"" + run + "\",\"model_json\":\"" + model.formatted(2) + "\"}");
        assertThat(tag(run, "mlflow.log-model.history"))
                .isEqualTo("[" + model.formatted(1).replace("\\", "") + ","
                        + model.formatted(2).replace("\\", "") + "]");
    }

    @Test
    void everythingIsThereBehindThePrefixAndForPages() throws IOException {
        for (String prefix : new String[] {"", "/behind/proxy"}) {
            assertThat(server.get(prefix + "/version").body()).isEqualTo("3.11.0");
            assertThat(server.get(prefix + "/health").body()).isEqualTo("OK");
            for (String api : new String[] {"/api", "/ajax-api"}) {
                assertThat(server.get(prefix + api + "/3.0/mlflow/server-info").body())
                        .isEqualTo("{\"store_type\":\"SqlStore\",\"workspaces_enabled\":false}");
                String get = prefix + api + "/2.0/mlflow/experiments/get?experiment_id=0";
                assertThat(TestingServer.json(server.get(get))
                                .at("/experiment/name")
                                .textValue())
                        .isEqualTo("Default");
                assertThat(server.send("HEAD", get, "").headers().firstValue("Content-Length"))
                        .contains("" + server.get(get).body().length());
            }
        }
    }

    @Test
    void anEndedRunTakesDataAndCanBeResumed() throws IOException {
        String run = mlflow.run(mlflow.experiment("iris"));
        String update = "{\"run_id\":\"" + run + "\",\"status\":%s,\"end_time\":1700000005000}";
        assertThat(mlflow.post("runs/update", update.formatted("4"))
                        .at("/run_info/status")
                        .textValue())
                .isEqualTo("FAILED");
        mlflow.post("runs/log-parameter", "{\"run_id\":\"" + run + "\",\"key\":\"late\"}");
        JsonNode resumed =
                mlflow.post("runs/update", update.formatted("\"RUNNING\"")).get("run_info");
        assertThat(resumed.get("status").textValue()).isEqualTo("RUNNING");
        assertThat(resumed.has("end_time")).isFalse();
        assertThat(mlflow.post("runs/update", update.formatted("\"SCHEDULED\""))
                        .at("/run_info/status")
                        .textValue())
                .isEqualTo("SCHEDULED");
        assertThat(mlflow.post("runs/update", update.formatted("\"KILLED\""))
                        .at("/run_info/end_time")
                        .longValue())
                .isEqualTo(1_700_000_005_000L);
    }
}
