// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.MlflowServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What calls answer that cannot be done: always JSON, always the caller's code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MlflowRefusalTest {
    private static final String INVALID = "INVALID_PARAMETER_VALUE";

    private TestingServer server;
    private MlflowServer mlflow;
    private String experiment;
    private String goneExperiment;
    private String run;
    private String goneRun;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = TestingServer.open(folder);
        mlflow = new MlflowServer(server);
        experiment = mlflow.experiment("iris");
        goneExperiment = mlflow.experiment("gone");
        run = mlflow.run(experiment);
        goneRun = mlflow.run(experiment);
        mlflow.post("runs/log-parameter", "{\"run_id\":\"" + run + "\",\"key\":\"p\",\"value\":\"1\"}");
        mlflow.post("runs/delete", "{\"run_id\":\"" + goneRun + "\"}");
        mlflow.post("experiments/delete", "{\"experiment_id\":\"" + goneExperiment + "\"}");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String filled(String text) {
        return text.replace("$E", experiment)
                .replace("$GE", goneExperiment)
                .replace("$R", run)
                .replace("$GR", goneRun)
                .replace('\'', '"');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "experiments/create | {} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'name'.",
                "experiments/create | {'name': ''} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'name'.",
                "experiments/create | {'name': 5} | 400 | INVALID_PARAMETER_VALUE | Invalid value 5 for parameter 'name' supplied",
                "experiments/create | {'name': 'iris'} | 400 | RESOURCE_ALREADY_EXISTS | Experiment(name=iris) already exists.",
                "experiments/create | {'name': 'gone'} | 400 | RESOURCE_ALREADY_EXISTS | Experiment(name=gone) already exists.",
                "experiments/create | {'name': 'x', 'artifact_location': 's3://b'} | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "experiments/create | {'name': 'x', 'tags': {}} | 400 | INVALID_PARAMETER_VALUE | Invalid value {} for parameter 'tags' supplied",
                "experiments/create | {'name': 'x', 'tags': [{'value': 'v'}]} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'tags[0].key'.",
                "experiments/update | {'experiment_id': '$E'} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'new_name'.",
                "experiments/update | {'experiment_id': '$E', 'new_name': 'gone'} | 400 | RESOURCE_ALREADY_EXISTS | Experiment(name=gone) already exists.",
                "experiments/update | {'experiment_id': '$GE', 'new_name': 'x'} | 400 | INVALID_PARAMETER_VALUE | The experiment $GE must be in the 'active' state.",
                "experiments/update | {'experiment_id': '99', 'new_name': 'x'} | 404 | RESOURCE_DOES_NOT_EXIST | No Experiment with id=99 exists",
                "experiments/delete | {} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'experiment_id'.",
                "experiments/delete | {'experiment_id': 5} | 400 | INVALID_PARAMETER_VALUE | Invalid value 5 for parameter 'experiment_id' supplied",
                "experiments/delete | {'experiment_id': 'abc'} | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "experiments/delete | {'experiment_id': '-1'} | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "experiments/delete | {'experiment_id': '$GE'} | 404 | RESOURCE_DOES_NOT_EXIST | No Experiment with id=$GE exists",
                "experiments/restore | {'experiment_id': '$E'} | 404 | RESOURCE_DOES_NOT_EXIST | No Experiment with id=$E exists",
                "experiments/set-experiment-tag | {'experiment_id': '$E'} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'key'.",
                "experiments/set-experiment-tag | {'experiment_id': '$GE', 'key': 'k'} | 400 | INVALID_PARAMETER_VALUE | The experiment $GE must be in the 'active' state.",
                "experiments/delete-experiment-tag | {'experiment_id': '$E', 'key': 'k'} | 404 | RESOURCE_DOES_NOT_EXIST | No tag with name: k in experiment with id $E",
                "experiments/search | {'max_results': 0} | 400 | INVALID_PARAMETER_VALUE | Invalid value 0 for parameter 'max_results' supplied",
                "experiments/search | {'max_results': 50001} | 400 | INVALID_PARAMETER_VALUE | Invalid value 50001 for parameter 'max_results' supplied",
                "experiments/search | {'filter': 'metrics.a = 1'} | 400 | INVALID_PARAMETER_VALUE | Invalid entity type",
                "experiments/search | {'filter': 'experiment_id = 1'} | 400 | INVALID_PARAMETER_VALUE | Invalid attribute key",
                "experiments/search | {'order_by': ['tags.a']} | 400 | INVALID_PARAMETER_VALUE | Invalid order_by clause",
                "experiments/search | {'page_token': 'x'} | 400 | INVALID_PARAMETER_VALUE | page token must be",
                "runs/create | {'experiment_id': '99'} | 404 | RESOURCE_DOES_NOT_EXIST | No Experiment with id=99 exists",
                "runs/create | {'experiment_id': '$GE'} | 400 | INVALID_PARAMETER_VALUE | The experiment $GE must be in the 'active' state.",
                "runs/create | {'experiment_id': 4} | 400 | INVALID_PARAMETER_VALUE | Invalid value 4 for parameter 'experiment_id' supplied",
                "runs/create | {'start_time': -1} | 400 | INVALID_PARAMETER_VALUE | Invalid value -1 for parameter 'start_time' supplied",
                "runs/create | {'start_time': 'soon'} | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "runs/create | {'run_name': 'a', 'tags': [{'key': 'mlflow.runName', 'value': 'b'}]} | 400 | INVALID_PARAMETER_VALUE | Both 'run_name' argument and 'mlflow.runName' tag are specified",
                "runs/update | {} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'run_id'.",
                "runs/update | {'run_id': 'none'} | 404 | RESOURCE_DOES_NOT_EXIST | Run with id=none not found",
                "runs/update | {'run_id': '$GR'} | 400 | INVALID_PARAMETER_VALUE | The run $GR must be in the 'active' state. Current state is deleted.",
                "runs/update | {'run_id': '$R', 'status': 'BOGUS'} | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "runs/update | {'run_id': '$R', 'status': 'finished'} | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "runs/update | {'run_id': '$R', 'status': 6} | 400 | INVALID_PARAMETER_VALUE | Invalid value 6 for parameter 'status' supplied",
                "runs/update | {'run_id': '$R', 'status': 0} | 400 | INVALID_PARAMETER_VALUE | Invalid value 0 for parameter 'status' supplied",
                "runs/update | {'run_id': '../x'} | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "runs/delete | {'run_id': 'none'} | 404 | RESOURCE_DOES_NOT_EXIST | Run with id=none not found",
                "runs/restore | {'run_id': 'none'} | 404 | RESOURCE_DOES_NOT_EXIST | Run with id=none not found",
                "runs/log-metric | {'run_id': '$R', 'value': 1, 'timestamp': 1} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'key'.",
                "runs/log-metric | {'run_id': '$R', 'key': 'm', 'timestamp': 1} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'value'.",
                "runs/log-metric | {'run_id': '$R', 'key': 'm', 'value': 1} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'timestamp'.",
                "runs/log-metric | {'run_id': '$R', 'key': 'm', 'value': 'x', 'timestamp': 1} | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "runs/log-metric | {'run_id': '$R', 'key': 'm', 'value': 1, 'timestamp': -1} | 400 | INVALID_PARAMETER_VALUE | Invalid value -1 for parameter 'timestamp' supplied",
                "runs/log-metric | {'run_id': '$R', 'key': 'm', 'value': 1, 'timestamp': 1.5} | 400 | INVALID_PARAMETER_VALUE | Invalid value 1.5 for parameter 'timestamp' supplied",
                "runs/log-metric | {'run_id': '$R', 'key': 'm', 'value': 1, 'timestamp': 1, 'step': 9007199254740994} | 400 | INVALID_PARAMETER_VALUE | Invalid value 9007199254740994 for parameter 'step' supplied: it must be from -9007199254740992 to 9007199254740992",
                "runs/log-metric | {'run_id': '$GR', 'key': 'm', 'value': 1, 'timestamp': 1} | 400 | INVALID_PARAMETER_VALUE | The run $GR must be in the 'active' state.",
                "runs/log-metric | {'run_id': 'none', 'key': 'm', 'value': 1, 'timestamp': 1} | 404 | RESOURCE_DOES_NOT_EXIST | Run with id=none not found",
                "runs/log-parameter | {'run_id': '$R', 'key': 'k', 'value': 5} | 400 | INVALID_PARAMETER_VALUE | Invalid value 5 for parameter 'value' supplied",
                "runs/log-parameter | {'run_id': '$R', 'key': 'p', 'value': '2'} | 400 | INVALID_PARAMETER_VALUE | Changing param values is not allowed",
                "runs/log-parameter | {'run_id': '$GR', 'key': 'k', 'value': ''} | 400 | INVALID_PARAMETER_VALUE | The run $GR must be in the 'active' state.",
                "runs/set-tag | {'run_id': '$R', 'key': ''} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'key'.",
                "runs/set-tag | {'run_id': '$GR', 'key': 'k'} | 400 | INVALID_PARAMETER_VALUE | The run $GR must be in the 'active' state.",
                "runs/set-tag | {'run_id': 'none', 'key': 'mlflow.runName', 'value': 'x'} | 404 | RESOURCE_DOES_NOT_EXIST | Run with id=none not found",
                "runs/delete-tag | {'run_id': '$R', 'key': 'k'} | 404 | RESOURCE_DOES_NOT_EXIST | No tag with name: k in run with id $R",
                "runs/delete-tag | {'run_id': '$GR', 'key': 'k'} | 400 | INVALID_PARAMETER_VALUE | The run $GR must be in the 'active' state.",
                "runs/log-batch | {'metrics': []} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'run_id'.",
                "runs/log-batch | {'run_id': '$R', 'metrics': 5} | 400 | INVALID_PARAMETER_VALUE | Invalid value 5 for parameter 'metrics' supplied",
                "runs/log-batch | {'run_id': '$R', 'metrics': [5]} | 400 | INVALID_PARAMETER_VALUE | Invalid value 5 for parameter 'metrics[0]' supplied",
                "runs/log-batch | {'run_id': '$R', 'metrics': [{'key': 'm', 'timestamp': 1}]} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'metrics[0].value'.",
                "runs/log-batch | {'run_id': '$R', 'params': [{'key': 'd', 'value': '1'}, {'key': 'd', 'value': '1'}]} | 400 | INVALID_PARAMETER_VALUE | Duplicate parameter keys have been submitted",
                "runs/log-batch | {'run_id': '$R', 'params': [{'key': 'p', 'value': '2'}]} | 400 | INVALID_PARAMETER_VALUE | Changing param values is not allowed",
                "runs/log-batch | {'run_id': '$GR'} | 400 | INVALID_PARAMETER_VALUE | The run $GR must be in the 'active' state.",
                "runs/log-batch | {'run_id': 'none'} | 404 | RESOURCE_DOES_NOT_EXIST | Run with id=none not found",
                "runs/log-model | {'run_id': '$R'} | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'model_json'.",
                "runs/log-model | {'run_id': '$R', 'model_json': 'x'} | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "runs/log-model | {'run_id': '$R', 'model_json': '{}'} | 400 | INVALID_PARAMETER_VALUE | Model json is missing mandatory fields",
                "runs/log-batch | nonsense | 400 | INVALID_PARAMETER_VALUE | Malformed JSON",
                "runs/log-batch | [] | 400 | INVALID_PARAMETER_VALUE | Malformed JSON",
                "nowhere/at-all | {} | 404 | ENDPOINT_NOT_FOUND | ~~",
                "runs/get | {} | 404 | ENDPOINT_NOT_FOUND | ~~",
            })
    void aWrongRequestSaysWhatIsWrong(String call, String body, int status, String code, String start)
            throws IOException {
        assertRefused(
                mlflow.send("POST", call, filled(body)),
                status,
                code,
                start.replace("$E", experiment)
                        .replace("$GE", goneExperiment)
                        .replace("$GR", goneRun)
                        .replace("$R", run));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "experiments/get | x=1 | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'experiment_id'.",
                "experiments/get | experiment_id=99 | 404 | RESOURCE_DOES_NOT_EXIST | No Experiment with id=99 exists",
                "experiments/get | experiment_id=abc | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "experiments/get-by-name | x=1 | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'experiment_name'.",
                "runs/get | x=1 | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'run_id'.",
                "runs/get | run_id=none | 404 | RESOURCE_DOES_NOT_EXIST | Run with id=none not found",
                "metrics/get-history | run_id=r | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'metric_key'.",
                "metrics/get-history | run_id=r&metric_key=m&max_results=0 | 400 | INVALID_PARAMETER_VALUE | Invalid value 0 for parameter 'max_results' supplied",
                "metrics/get-history | run_id=r&metric_key=m&page_token=x | 400 | INVALID_PARAMETER_VALUE | page token must be",
                "metrics/get-history-bulk-interval | metric_key=m | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'run_ids'.",
                "metrics/get-history-bulk-interval | run_ids=r&metric_key=m&start_step=1 | 400 | INVALID_PARAMETER_VALUE | If either start step or end step are specified, both must be specified.",
                "metrics/get-history-bulk-interval | run_ids=r&metric_key=m&start_step=2&end_step=1 | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "metrics/get-history-bulk-interval | run_ids=r&metric_key=m&max_results=2501 | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "metrics/get-history-bulk-interval | run_ids=r&metric_key=m&max_results=0 | 400 | INVALID_PARAMETER_VALUE | Invalid value",
                "metrics/get-history-bulk | metric_key=m | 400 | INVALID_PARAMETER_VALUE | Missing value for required parameter 'run_id'.",
            })
    void aWrongQuestionSaysWhatIsWrong(String call, String query, int status, String code, String start)
            throws IOException {
        assertRefused(server.get(MlflowServer.API + call + "?" + query), status, code, start);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a//b",
                "./a",
                "a/../b",
                "..",
                ".",
                "../a",
                "/a",
                "a/",
                "a?",
                "a\\\\b",
                "a\\nb",
                "a\\u0000",
                "a%b",
                "a,b"
            })
    void keysThatAreNoNamesAreRefused(String key) throws IOException {
        String body = "{\"run_id\":\"" + run + "\",\"key\":\"" + key + "\",\"value\":\"1\",\"timestamp\":1}";
        for (String call : new String[] {"runs/log-metric", "runs/log-parameter", "runs/set-tag"}) {
            assertRefused(mlflow.send("POST", call, body), 400, INVALID, "Invalid value");
        }
    }

    @Test
    void keysHave250Characters() throws IOException {
        for (String call : new String[] {"runs/log-metric", "runs/log-parameter", "runs/set-tag"}) {
            String what =
                    call.endsWith("metric") ? "Metric name" : call.endsWith("parameter") ? "Param key" : "Tag key";
            String body = "{\"run_id\":\"" + run + "\",\"key\":\"%s\",\"value\":\"1\",\"timestamp\":1}";
            mlflow.post(call, body.formatted("k".repeat(250)));
            assertRefused(
                    mlflow.send("POST", call, body.formatted("k".repeat(251))),
                    400,
                    INVALID,
                    "'" + what + "' exceeds the maximum length of 250 characters");
        }
    }

    @Test
    void namesOfExperimentsAndTheirTagsHaveLimits() throws IOException {
        String named = mlflow.experiment("n".repeat(500));
        assertRefused(
                mlflow.send("POST", "experiments/create", "{\"name\":\"" + "n".repeat(501) + "\"}"),
                400,
                INVALID,
                "'Experiment name' exceeds the maximum length of 500 characters");
        String tag = "{\"experiment_id\":\"" + named + "\",\"key\":\"%s\",\"value\":\"%s\"}";
        mlflow.post("experiments/set-experiment-tag", tag.formatted("k".repeat(250), "v".repeat(5_000)));
        assertRefused(
                mlflow.send("POST", "experiments/set-experiment-tag", tag.formatted("k".repeat(251), "")),
                400,
                INVALID,
                "'Tag key' exceeds the maximum length of 250 characters");
        assertRefused(
                mlflow.send("POST", "experiments/set-experiment-tag", tag.formatted("k", "v".repeat(5_001))),
                400,
                INVALID,
                "'Tag value' exceeds the maximum length of 5000 characters");
    }

    @ParameterizedTest
    @CsvSource({"1000,0,0", "0,100,0", "0,0,100", "800,100,100"})
    void aBatchHoldsSoMuch(int metrics, int params, int tags) throws IOException {
        mlflow.post("runs/log-batch", batch(mlflow.run(experiment), metrics, params, tags));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1001|0|0|1000 metrics. Got 1001 metrics.",
                "0|101|0|100 params. Got 101 params.",
                "0|0|101|100 tags. Got 101 tags.",
                "901|100|0|1000 metrics, params, and tags. Got 1001 metrics, params, and tags.",
            })
    void aBatchThatIsTooLargeStoresNothing(int metrics, int params, int tags, String what) throws IOException {
        String fresh = mlflow.run(experiment);
        assertRefused(
                mlflow.send("POST", "runs/log-batch", batch(fresh, metrics, params, tags)),
                400,
                INVALID,
                "A batch logging request can contain at most " + what);
        assertThat(mlflow.read(fresh).get("data").has("metrics")).isFalse();
        assertThat(mlflow.read(fresh).get("data").has("params")).isFalse();
    }

    private static String batch(String run, int metrics, int params, int tags) {
        return "{\"run_id\":\"" + run + "\",\"metrics\":" + list(metrics, "m", ",\"value\":1,\"timestamp\":1")
                + ",\"params\":" + list(params, "p", "") + ",\"tags\":" + list(tags, "t", "") + "}";
    }

    private static String list(int count, String key, String rest) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"key\":\"" + key + i + "\"" + rest + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void aBodyMustSayThatItIsJson() throws IOException {
        HttpResponse<String> response =
                server.send("POST", MlflowServer.API + "runs/delete", "{}", "Content-Type", "text/plain");
        assertRefused(response, 400, INVALID, "Bad Request. Content-Type must be application/json");
    }

    @Test
    void atMost100HistoriesAreReadAtOnce() throws IOException {
        String hundred =
                IntStream.range(0, 100).mapToObj(i -> "run_ids=r" + i + "&").collect(Collectors.joining());
        String call = MlflowServer.API + "metrics/get-history-bulk-interval?metric_key=m&" + hundred;
        assertThat(server.get(call.substring(0, call.length() - 1)).statusCode())
                .isEqualTo(200);
        assertRefused(
                server.get(call + "run_ids=one"),
                400,
                INVALID,
                "GetMetricHistoryBulk request must specify at most 100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/mlflow/webhooks",
                "/api/2.0/mlflow/users/get",
                "/api/3.0/mlflow/traces",
                "/api/2.0/anything",
                "/ajax-api/2.0/mlflow/gateway-proxy",
                "/ajax-api/3.0/mlflow/issues",
                "/graphql",
                "/v1/traces",
                "/behind/proxy/api/3.0/mlflow/scorers/list",
            })
    void whatIsNotThereIsAnsweredInTheFormOfItsClients(String path) throws IOException {
        assertRefused(server.get(path), 404, "ENDPOINT_NOT_FOUND", "");
        assertRefused(server.post(path, "{}"), 404, "ENDPOINT_NOT_FOUND", "");
        assertThat(server.send("HEAD", path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void noBodyOfAWrongTypeIsTheServersFault() throws IOException {
        for (String call : new String[] {
            "experiments/create",
            "experiments/update",
            "experiments/search",
            "experiments/set-experiment-tag",
            "runs/create",
            "runs/update",
            "runs/search",
            "runs/log-metric",
            "runs/log-parameter",
            "runs/set-tag",
            "runs/delete-tag",
            "runs/log-batch",
            "runs/log-model",
            "runs/delete",
            "runs/restore"
        }) {
            for (String field : new String[] {
                "name",
                "tags",
                "experiment_id",
                "new_name",
                "run_id",
                "key",
                "value",
                "timestamp",
                "step",
                "metrics",
                "params",
                "start_time",
                "end_time",
                "status",
                "run_name",
                "user_id",
                "filter",
                "order_by",
                "max_results",
                "page_token",
                "run_view_type",
                "view_type",
                "experiment_ids",
                "model_json",
                "artifact_location"
            }) {
                for (String value :
                        new String[] {"5", "-1.5", "true", "\"x\"", "[]", "[5]", "[[]]", "{}", "null", "1e999", "NaN"
                        }) {
                    HttpResponse<String> response = mlflow.send("POST", call, "{\"" + field + "\":" + value + "}");
                    assertThat(response.statusCode())
                            .as("%s %s %s: %s", call, field, value, response.body())
                            .isLessThan(500);
                    assertThat(TestingServer.json(response).isObject()).isTrue();
                }
            }
        }
    }

    private static final String HEAD = " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: %s\r\n\r\n";

    private String raw(String target) throws IOException {
        return RawSocket.send(
                server.url(), ("GET " + target + HEAD).formatted(server.url().getPort(), "close"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/mlflow-artifacts/artifacts/a%%00b",
                "/api/2.0/mlflow-artifacts/artifacts/%%zz",
                "/api/2.0/mlflow/runs/%%",
                "/ajax-api/2.0/mlflow/logged-models/%%zz/tags",
                "/get-artifact/%%00",
                "/behind/proxy/api/2.0/mlflow/%%zz",
                "/behind/proxy/ajax-api/2.0/mlflow-artifacts/artifacts/a/%%",
                "http://127.0.0.1:%1$d/api/2.0/mlflow/%%zz"
            })
    void targetsThatAreNoUriAreRefusedInJson(String target) throws IOException {
        assertThat(raw(target))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/json")
                .endsWith("{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"the request is not well-formed"
                        + " HTTP; correct its line and headers\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/runs/%%zz", "/api/v1/runs/a%%00", "/%%", "/proxy/api/2.0/mlflow/%%zz", "/badURI%%"})
    void otherTargetsThatAreNoUriAreRefusedInOurOwnForm(String target) throws IOException {
        assertThat(raw(target))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/problem+json", "\"code\":\"INVALID_ARGUMENT\"")
                .doesNotContain("error_code");
    }

    @Test
    void theFormIsThatOfTheRequestAndNotOfTheOneBefore() throws IOException {
        int port = server.url().getPort();
        String good = ("GET /api/2.0/mlflow/experiments/get?experiment_id=0" + HEAD).formatted(port, "keep-alive");

        assertThat(RawSocket.send(server.url(), good + "no request line at all\r\n\r\n"))
                .contains("lifecycle_stage", "application/problem+json")
                .doesNotContain("error_code");
        assertThat(RawSocket.send(
                        server.url(),
                        good.replace("/api/2.0/mlflow/experiments/get?experiment_id=0", "/health")
                                + ("GET /api/2.0/mlflow/%%" + HEAD).formatted(port, "close")))
                .contains("\"error_code\":\"INVALID_PARAMETER_VALUE\"");
    }
}
