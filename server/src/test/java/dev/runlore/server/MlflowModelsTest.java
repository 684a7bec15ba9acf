// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that runs log, over MLflow's protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MlflowModelsTest {
    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts/";
    private static final String NOBODY = "m-" + "0".repeat(32);

    private Path folder = Path.of("");
    private TestingServer server;
    private MlflowServer mlflow;
    private int experiments;
    private String experiment;
    private String run;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        this.folder = folder;
        server = TestingServer.open(folder);
        mlflow = new MlflowServer(server);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @BeforeEach
    void makeRun() throws IOException {
        experiment = mlflow.experiment("models " + experiments++);
        run = mlflow.run(experiment);
    }

    private static String json(String text, Object... values) {
        return text.formatted(values).replace('\'', '"');
    }

    private JsonNode create(String name) throws IOException {
        return mlflow.post(
                        "logged-models",
                        json(
                                "{'experiment_id':'%s','name':'%s','model_type':'sklearn','source_run_id':'%s',"
                                        + "'params':[{'key':'p','value':'x'}],'tags':[{'key':'t','value':'1'}]}",
                                experiment, name, run))
                .get("model");
    }

    private static String id(JsonNode model) {
        return model.at("/info/model_id").textValue();
    }

    private JsonNode answered(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestingServer.json(response);
    }

    @Test
    void aModelIsMadeFilledAndReady() throws IOException {
        JsonNode made = create("forest");
        assertThat(id(made)).matches("m-[0-9a-f]{32}");
        JsonNode info = made.get("info");
        assertThat(info.get("status").textValue()).isEqualTo("LOGGED_MODEL_PENDING");
        assertThat(info.get("name").textValue()).isEqualTo("forest");
        assertThat(info.get("model_type").textValue()).isEqualTo("sklearn");
        assertThat(info.get("source_run_id").textValue()).isEqualTo(run);
        assertThat(info.get("tags").toString()).isEqualTo(json("[{'key':'t','value':'1'}]"));
        assertThat(made.at("/data/params").toString()).isEqualTo(json("[{'key':'p','value':'x'}]"));
        String root = "mlflow-artifacts:/" + experiment + "/models/" + id(made) + "/artifacts";
        assertThat(info.get("artifact_uri").textValue()).isEqualTo(root);

        String files = PROXY + root.substring("mlflow-artifacts:/".length());
        answered(server.send("PUT", files + "/code/a%20b.py", "x = 1"));
        assertThat(server.get(files + "/code/a%20b.py").body()).isEqualTo("x = 1");
        String listed = json("{'root_uri':'%s','files':[{'path':'code/a b.py','is_dir':false,'file_size':5}]}", root);
        assertThat(mlflow.get("logged-models/" + id(made) + "/artifacts/directories", "artifact_directory_path", "code")
                        .toString())
                .isEqualTo(listed);
        assertThat(mlflow.ask("logged-models/" + id(made) + "/artifacts/files", "artifact_file_path", "code/a b.py")
                        .body())
                .isEqualTo("x = 1");
        for (String status : new String[] {"'LOGGED_MODEL_READY'", "2"}) {
            JsonNode ready = answered(mlflow.send("PATCH", "logged-models/" + id(made), json("{'status':%s}", status)));
            assertThat(ready.at("/model/info/status").textValue()).isEqualTo("LOGGED_MODEL_READY");
        }
        assertThat(answered(server.send("DELETE", files + "/code", "")).isEmpty())
                .isTrue();
        assertThat(server.get(files + "/code/a%20b.py").statusCode()).isEqualTo(404);
    }

    @Test
    void damagedBytesAreAnErrorThatNamesModelAndFile() throws IOException {
        String model = id(create("oak"));
        String file = PROXY + experiment + "/models/" + model + "/artifacts/leaf";
        answered(server.send("PUT", file, "green leaf"));
        ServedFolder.damage(folder, Sha256.of("green leaf".getBytes(StandardCharsets.UTF_8)), 9);
        String call = "logged-models/" + model + "/artifacts/files";
        String damaged = "file 'leaf' of logged model " + model + " cannot be read: blob ";
        MlflowServer.assertRefused(server.get(file), 500, "INTERNAL_ERROR", damaged);
        MlflowServer.assertRefused(server.get(file, "Range", "bytes=0-4"), 500, "INTERNAL_ERROR", damaged);
        MlflowServer.assertRefused(mlflow.ask(call, "artifact_file_path", "leaf"), 500, "INTERNAL_ERROR", damaged);
    }

    @Test
    void tagsAndParametersAreAdded() throws IOException {
        String call = "logged-models/" + id(create("forest"));
        mlflow.send("PATCH", call + "/tags", json("{'tags':[{'key':'a/b c','value':'2'}]}"));
        JsonNode model = answered(mlflow.send("POST", call + "/params", json("{'params':[{'key':'q','value':''}]}")))
                .get("model");
        assertThat(model.at("/info/tags").toString())
                .isEqualTo(json("[{'key':'t','value':'1'},{'key':'a/b c','value':'2'}]"));
        assertThat(model.at("/data/params/1").toString()).isEqualTo(json("{'key':'q','value':''}"));
        assertThat(answered(mlflow.send("DELETE", call + "/tags/a/b%20c", "")).isEmpty())
                .isTrue();
        MlflowServer.assertRefused(
                mlflow.send("DELETE", call + "/tags/a/b%20c", ""), 404, "RESOURCE_DOES_NOT_EXIST", "No tag with key");
        MlflowServer.assertRefused(
                mlflow.send("POST", call + "/params", json("{'params':[{'key':'p','value':'other'}]}")),
                400,
                "INVALID_PARAMETER_VALUE",
                "Changing param values is not allowed");
    }

    @Test
    void aDeletedModelIsReadOnlyWhenItIsAskedFor() throws IOException {
        String call = "logged-models/" + id(create("forest"));
        assertThat(answered(mlflow.send("DELETE", call, "")).isEmpty()).isTrue();
        MlflowServer.assertRefused(mlflow.ask(call), 404, "RESOURCE_DOES_NOT_EXIST", "Logged model with ID");
        assertThat(mlflow.get(call, "allow_deleted", "true")
                        .at("/model/info/name")
                        .textValue())
                .isEqualTo("forest");
        MlflowServer.assertRefused(
                mlflow.send("DELETE", call, ""), 404, "RESOURCE_DOES_NOT_EXIST", "Logged model with ID");
        assertThat(search("").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | logged-models | {} | 400 | Missing value for required parameter 'experiment_id'.",
                "POST | logged-models | {'experiment_id':5} | 400 | Invalid value 5 for parameter 'experiment_id' supplied",
                "POST | logged-models | {'experiment_id':'x'} | 400 | Invalid value",
                "POST | logged-models | {'experiment_id':'99'} | 404 | No Experiment with id=99 exists",
                "POST | logged-models | {'experiment_id':'0','name':'a.b'} | 400 | Invalid value",
                "POST | logged-models | {'experiment_id':'0','params':5} | 400 | Invalid value",
                "PATCH | logged-models/ID | {} | 400 | Missing value for required parameter 'status'.",
                "PATCH | logged-models/ID | {'status':'READY'} | 400 | Invalid value",
                "PATCH | logged-models/ID | {'status':4} | 400 | Invalid value",
                "PATCH | logged-models/ID/tags | {'tags':{}} | 400 | Invalid value",
                "PATCH | logged-models/ID | {'status':2} | 404 | Logged model with ID",
                "PATCH | logged-models/m-x | {'status':2} | 400 | Invalid value",
                "DELETE | logged-models/ID/tags/x | '' | 404 | Logged model with ID",
                "POST | logged-models/search | {} | 400 | Missing value for required parameter 'experiment_ids'.",
                "POST | logged-models/search | {'experiment_ids':['1'],'max_results':0} | 400 | Invalid value",
                "POST | logged-models/search | {'experiment_ids':['1'],'max_results':1001} | 400 | Invalid value",
                "POST | logged-models/search | {'experiment_ids':['1'],'page_token':'x'} | 400 | page token",
                "POST | logged-models/search | {'experiment_ids':['1'],'filter':'x = 1'} | 400 | Invalid filter string",
                "POST | runs/outputs | {'models':[]} | 400 | Missing value for required parameter 'run_id'.",
                "POST | runs/outputs | {'run_id':'RUN'} | 400 | Missing value for required parameter 'models'.",
                "POST | runs/outputs | {'run_id':'RUN','models':[{'model_id':'x','step':0}]} | 400 | id of a logged model",
                "POST | runs/outputs | {'run_id':'RUN','models':[{'model_id':'ID'}]} | 400 | Missing value for required parameter 'models[0].step'.",
                "POST | runs/log-inputs | {'run_id':'nobody','models':[]} | 404 | Run with id=nobody not found",
                "POST | runs/log-metric | {'run_id':'RUN','key':'m','value':1,'timestamp':1,'model_id':'ID'} | 404 | Logged model with ID",
            })
    void whatIsWrongIsSaid(String method, String call, String body, int status, String message) throws IOException {
        MlflowServer.assertRefused(
                mlflow.send(
                        method,
                        call.replace("ID", NOBODY),
                        json(body.replace("ID", NOBODY).replace("RUN", run))),
                status,
                status == 404 ? "RESOURCE_DOES_NOT_EXIST" : "INVALID_PARAMETER_VALUE",
                message);
    }

    private JsonNode search(String more) throws IOException {
        return mlflow.post("logged-models/search", json("{'experiment_ids':['%s']", experiment) + more + "}");
    }

    private String names(String filter, String order) throws IOException {
        JsonNode found = search(json(",'filter':") + '"' + filter.replace("\"", "\\\"") + '"' + json(order));
        return String.join(",", found.findValuesAsText("name"));
    }

    @Test
    void modelsAreFoundByTheirMetricsParametersAndTags() throws IOException {
        for (String name : new String[] {"a1", "a2", "B3"}) {
            JsonNode model = create(name);
            mlflow.post(
                    "runs/log-batch",
                    json(
                            "{'run_id':'%s','metrics':[{'key':'acc','value':0.%s,'timestamp':1,'step':1,'model_id':'%s',"
                                    + "'dataset_name':'test','dataset_digest':'d%s'}]}",
                            run, name.substring(1), id(model), name.substring(1)));
        }
        assertThat(names("metrics.acc >= 0.2", "")).isEqualTo("B3,a2");
        assertThat(names("metrics.acc > 0.1 AND name LIKE 'a%'", "")).isEqualTo("a2");
        assertThat(names("name ILIKE 'b_'", "")).isEqualTo("B3");
        assertThat(names("params.p = 'x' AND tags.t = '1'", "")).isEqualTo("B3,a2,a1");
        assertThat(names("name IN ('a1', 'B3')", "")).isEqualTo("B3,a1");
        assertThat(names("name NOT IN ('a1')", "")).isEqualTo("B3,a2");
        assertThat(names("attributes.status = 'LOGGED_MODEL_PENDING'", ",'order_by':[{'field_name':'metrics.acc'}]"))
                .isEqualTo("a1,a2,B3");
        assertThat(names("", ",'order_by':[{'field_name':'name','ascending':false}]"))
                .isEqualTo("a2,a1,B3");
        assertThat(names("metrics.acc > 0", ",'datasets':[{'dataset_name':'test','dataset_digest':'d2'}]"))
                .isEqualTo("a2");
        JsonNode first = search(json(",'max_results':2"));
        assertThat(first.get("models")).hasSize(2);
        JsonNode second = search(json(
                ",'max_results':2,'page_token':'%s'",
                first.get("next_page_token").textValue()));
        assertThat(second.findValuesAsText("name")).containsExactly("a1");
        assertThat(second.has("next_page_token")).isFalse();
    }

    @Test
    void pointsOfAModelAreInItsRunToo() throws IOException {
        String id = id(create("forest"));
        String point = "{'run_id':'%s','key':'loss','value':%s,'timestamp':5,'step':%d,'model_id':'%s'}";
        for (int i = 0; i < 2; i++) {
            mlflow.post("runs/log-metric", json(point, run, "0.5", 2, id));
            mlflow.post("runs/log-metric", json(point, run, "'NaN'", 3, id));
            mlflow.post("runs/log-metric", json(point, run, "0.1", 1, id));
        }
        assertThat(mlflow.get("logged-models/" + id).at("/model/data/metrics").toString())
                .isEqualTo(json(
                        "[{'key':'loss','value':'NaN','timestamp':5,'step':3,'model_id':'%s','run_id':'%s'}]",
                        id, run));
        assertThat(mlflow.get("metrics/get-history", "run_id", run, "metric_key", "loss")
                        .get("metrics"))
                .hasSize(3);
    }

    @Test
    void aRunShowsWhatItTookInAndGaveOut() throws IOException {
        String one = id(create("one"));
        String two = id(create("two"));
        mlflow.post("runs/log-inputs", json("{'run_id':'%s','models':[{'model_id':'%s'}]}", run, one));
        for (int i = 0; i < 2; i++) {
            mlflow.post("runs/outputs", json("{'run_id':'%s','models':[{'model_id':'%s','step':7}]}", run, two));
        }
        JsonNode shown = mlflow.read(run);
        assertThat(shown.at("/inputs/model_inputs").toString()).isEqualTo(json("[{'model_id':'%s'}]", one));
        assertThat(shown.at("/outputs/model_outputs").toString()).isEqualTo(json("[{'model_id':'%s','step':7}]", two));
    }
}
