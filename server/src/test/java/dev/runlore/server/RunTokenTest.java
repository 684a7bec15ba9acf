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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script writes with the token of its run: that run, the runs below it, their models; and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RunTokenTest {
    private static final String NATIVE = "/api/v1/";
    private static final String FILES = "/api/2.0/mlflow-artifacts";
    /** As text within JSON, whose quotes are single ones. */
    private static final String MODEL_JSON =
            "{'artifact_path':'m','flavors':{},'utc_time_created':'2026-01-01','run_id':'other'}".replace("'", "\\'");

    private static final String WRITER = "?writer=00000000-0000-4000-8000-00000000000a&first=0";

    private ExecutingServer served;
    private String token;
    private String experiment;
    private String child;
    private String othersModel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        served = new ExecutingServer(folder, 1);
        JsonNode submitted =
                TestingServer.json(served.post(NATIVE + "submissions", served.submission("own", "submitter")));
        HttpResponse<String> claimed = served.server()
                .send(
                        "POST",
                        NATIVE + "jobs/" + submitted.path("job").path("id").asText() + "/claim",
                        "{\"nonce\":\"12345678\"}",
                        "Authorization",
                        "Bearer " + submitted.get("claimToken").textValue(),
                        "Content-Type",
                        "application/json");
        token = TestingServer.json(claimed).get("runToken").textValue();
        byOwner("POST", NATIVE + "runs", "{\"id\":\"other\",\"experiment\":\"iris\"}", 201);
        byOwner("POST", NATIVE + "runs", "{\"id\":\"of-other\",\"experiment\":\"iris\",\"parent\":\"other\"}", 201);
        experiment = served.run("own").at("/experiment/id").asText();
        child = create("own");
        othersModel = byOwner("POST", mlflow("logged-models"), model("other"), 200)
                .at("/model/info/model_id")
                .textValue();
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private JsonNode byOwner(String method, String path, String body, int status) throws IOException {
        HttpResponse<String> answer = served.send(method, path, body, "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return TestingServer.json(answer);
    }

    private HttpResponse<String> ask(String method, String path, String body, String type) throws IOException {
        return served.server().send(method, path, body, "Authorization", "Bearer " + token, "Content-Type", type);
    }

    private HttpResponse<String> ask(String method, String path, String body) throws IOException {
        return ask(method, path, body.replace('\'', '"'), "application/json");
    }

    private JsonNode done(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return TestingServer.json(answer);
    }

    private static void assertDenied(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("PERMISSION_DENIED").contains("the token of run 'own' reads everything");
    }

    private static String mlflow(String call) {
        return MlflowServer.API + call;
    }

    private static String asChildOf(String parent) {
        return "'tags':[{'key':'mlflow.parentRunId','value':'" + parent + "'}]";
    }

    private String model(String source) {
        return "{\"experiment_id\":\"" + experiment + "\",\"source_run_id\":\"" + source + "\"}";
    }

    /** A child made through MLflow's calls; its id. */
    private String create(String parent) throws IOException {
        String body = "{'experiment_id':'" + experiment + "'," + asChildOf(parent) + "}";
        return done(ask("POST", mlflow("runs/create"), body))
                .at("/run/info/run_id")
                .textValue();
    }

    private HttpResponse<String> records(String run, String lines) throws IOException {
        return ask(
                "POST",
                NATIVE + "runs/" + run + "/records" + WRITER,
                lines.replace('\'', '"') + "\n",
                "application/x-ndjson; format=1");
    }

    @Test
    void runsBelowItAreMadeAndWrittenThroughMlflowsCalls() throws IOException {
        String grandchild = create(child);
        for (String run : new String[] {child, grandchild}) {
            String id = "{'run_id':'" + run + "',";
            done(ask("POST", mlflow("runs/log-metric"), id + "'key':'loss','value':0.5,'timestamp':1}"));
            done(ask("POST", mlflow("runs/log-batch"), id + "'params':[{'key':'lr','value':'1'}]}"));
            done(ask("POST", mlflow("runs/update"), id + "'status':'FINISHED','end_time':2}"));
            done(ask(
                    "PUT",
                    FILES + "/artifacts/" + experiment + "/" + run + "/artifacts/note.txt",
                    "kept",
                    "text/plain"));
            assertThat(served.run(run).get("status").textValue()).isEqualTo("Completed");
            assertThat(served.run(run).at("/params/lr").asText()).isEqualTo("1");
        }
        assertThat(served.run(grandchild).get("parent").textValue()).isEqualTo(child);
        done(ask("POST", mlflow("runs/delete"), "{'run_id':'" + grandchild + "'}"));
        assertThat(served.run(grandchild).get("archived").booleanValue()).isTrue();
    }

    @Test
    void runsBelowItAreMadeAndWrittenThroughOurOwnCalls() throws IOException {
        String made = "{'id':'named','experiment':'iris','parent':'own'}";
        assertThat(ask("POST", NATIVE + "runs", made).statusCode()).isEqualTo(201);
        assertThat(ask("POST", NATIVE + "runs", made).statusCode()).isEqualTo(200);
        done(ask("PATCH", NATIVE + "runs/named", "{'name':'a child'}"));
        done(records("named", "{'n':0,'t':1,'m':'loss','v':0.5}"));

        done(records("spooled", "{'n':0,'t':1,'create':{'experiment':'iris','parent':'named'}}"));
        done(records("spooled", "{'n':0,'t':1,'create':{'experiment':'iris','parent':'named'}}"));
        done(ask("POST", NATIVE + "runs/spooled/complete", "{}"));

        assertThat(served.run("named").get("name").textValue()).isEqualTo("a child");
        assertThat(served.run("spooled").get("parent").textValue()).isEqualTo("named");
        assertThat(served.run("spooled").get("status").textValue()).isEqualTo("Completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "child"})
    void modelsOfItAndOfRunsBelowItAreLogged(String source) throws IOException {
        String run = source.equals("child") ? child : source;
        String id = done(ask("POST", mlflow("logged-models"), model(run)))
                .at("/model/info/model_id")
                .textValue();
        String one = mlflow("logged-models/" + id);
        String files = FILES + "/artifacts/" + experiment + "/models/" + id + "/artifacts/";
        done(ask("PUT", files + "MLmodel", "flavors: {}", "text/plain"));
        done(ask("PATCH", one + "/tags", "{'tags':[{'key':'a','value':'b'}]}"));
        done(ask("POST", one + "/params", "{'params':[{'key':'a','value':'b'}]}"));
        done(ask("PATCH", one, "{'model_id':'" + id + "','status':'LOGGED_MODEL_READY'}"));
        done(ask(
                "POST",
                mlflow("runs/outputs"),
                "{'run_id':'" + run + "','models':[{'model_id':'" + id + "','step':0}]}"));
        done(ask(
                "POST",
                mlflow("runs/log-metric"),
                "{'run_id':'" + run + "','key':'f1','value':1,'timestamp':1,'model_id':'" + id + "'}"));

        JsonNode model = byOwner("GET", one, "", 200).get("model");
        assertThat(model.at("/info/status").textValue()).isEqualTo("LOGGED_MODEL_READY");
        assertThat(model.at("/info/source_run_id").textValue()).isEqualTo(run);
        assertThat(model.at("/data/metrics/0/key").textValue()).isEqualTo("f1");
        done(ask("DELETE", one, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "'tags':[{'key':'mlflow.parentRunId','value':'no run id!'}]", "other", "of-other", "absent"})
    void runsThatLieElsewhereAreNotMadeThroughMlflowsCalls(String where) throws IOException {
        String tags = where.isEmpty() || where.startsWith("'") ? where : asChildOf(where);
        String body = "{'experiment_id':'" + experiment + "'" + (tags.isEmpty() ? "" : "," + tags) + "}";

        assertDenied(ask("POST", mlflow("runs/create"), body));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "new, {'experiment':'iris'}",
                "new, `{'experiment':'iris','parent':'other'}`",
                "new, `{'experiment':'iris','parent':'of-other'}`",
                "new, `{'experiment':'iris','parent':'new'}`",
                "new, `{'experiment':'of a script','parent':'own'}`",
                "other, `{'experiment':'iris','parent':'own'}`",
                "of-other, `{'experiment':'iris','parent':'own'}`"
            })
    void runsThatLieElsewhereAreNotMadeThroughOurOwnCalls(String run, String fields) throws IOException {
        JsonNode before = served.run(run);

        assertDenied(ask("POST", NATIVE + "runs", "{'id':'" + run + "'," + fields.substring(1)));
        assertDenied(records(run, "{'n':0,'t':1,'create':" + fields + "}\n{'n':1,'t':1,'m':'loss','v':0.5}"));
        assertDenied(records(run, "{'n':0,'t':1,'m':'loss','v':0.5}"));

        assertThat(served.run(run).get("revision")).isEqualTo(before.get("revision"));
        assertThat(served.get(NATIVE + "experiments").toString()).doesNotContain("of a script");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST|runs/log-metric|{'run_id':'$R','key':'loss','value':1,'timestamp':1}",
                "POST|runs/log-batch|{'run_id':'$R'}",
                "POST|runs/set-tag|{'run_id':'$R','key':'mlflow.parentRunId','value':'own'}",
                "POST|runs/log-parameter|{'run_id':'$R','key':'lr','value':'1'}",
                "POST|runs/delete-tag|{'run_id':'$R','key':'kept'}",
                "POST|runs/log-model|{'run_id':'$R','model_json':'$J'}",
                "POST|runs/update|{'run_id':'$R','status':'FAILED'}",
                "POST|runs/delete|{'run_id':'$R'}",
                "POST|runs/restore|{'run_id':'$R'}",
                "POST|runs/log-inputs|{'run_id':'$R','models':[]}",
                "POST|runs/outputs|{'run_id':'$R','models':[{'model_id':'$M','step':0}]}",
                "POST|logged-models|{'experiment_id':'$E','source_run_id':'$R'}",
                "POST|logged-models|{'experiment_id':'$E'}",
                "PATCH|logged-models/$M|{'status':'LOGGED_MODEL_READY'}",
                "PATCH|logged-models/$M/tags|{'tags':[{'key':'a','value':'b'}]}",
                "POST|logged-models/$M/params|{'params':[{'key':'a','value':'b'}]}",
                "DELETE|logged-models/$M|{}",
                "POST|experiments/create|{'name':'of a script'}",
                "POST|experiments/update|{'experiment_id':'$E','new_name':'renamed'}",
                "POST|experiments/delete|{'experiment_id':'$E'}",
                "POST|experiments/set-experiment-tag|{'experiment_id':'$E','key':'a','value':'b'}",
                "POST|registered-models/create|{'name':'m'}",
                "POST|model-versions/create|{'name':'m','source':'models:/$M'}",
                "POST|upload-artifact?run_uuid=$R&path=new|x",
                "PUT|$A/artifacts/$E/$R/artifacts/new|x",
                "PUT|$A/artifacts/$E/$R/artifacts/kept|x",
                "PUT|$A/artifacts/$E/models/$M/artifacts/new|x",
                "DELETE|$A/artifacts/$E/$R/artifacts/kept|{}",
                "DELETE|$A/artifacts/$E/$R/artifacts|{}",
                "POST|$A/mpu/create/$E/$R/artifacts|{'path':'kept','num_parts':1}",
                "PUT|$A/mpu/part/$E/$R/artifacts/kept?upload_id=$U&part_number=1|x",
                "POST|$A/mpu/complete/$E/$R/artifacts|{'path':'kept','upload_id':'$U','parts':[{'part_number':1,'etag':'$P'}]}",
                "POST|$A/mpu/abort/$E/$R/artifacts|{'path':'kept','upload_id':'$U'}"
            })
    void whatIsOfOthersIsRefused(String method, String call, String body) throws IOException {
        for (String run : new String[] {"other", "of-other"}) {
            String upload = othersUpload(run);
            JsonNode before = served.run(run);
            JsonNode files = served.get(NATIVE + "runs/" + run + "/artifacts");
            UnaryOperator<String> filled = text -> text.replace("$A", FILES)
                    .replace("$R", run)
                    .replace("$M", othersModel)
                    .replace("$E", experiment)
                    .replace("$U", upload)
                    .replace(
                            "$P",
                            Sha256.of("x".getBytes(StandardCharsets.UTF_8)).hex())
                    .replace("$J", MODEL_JSON);
            String path = call.startsWith("$A") ? call : mlflow(call);

            assertDenied(ask(method, filled.apply(path), filled.apply(body)));

            assertThat(served.run(run)).isEqualTo(before);
            assertThat(served.get(NATIVE + "runs/" + run + "/artifacts")).isEqualTo(files);
        }
    }

    /** A tag, a file and a begun upload of a run; the upload's id. */
    private String othersUpload(String run) throws IOException {
        String place = experiment + "/" + run + "/artifacts";
        byOwner("POST", mlflow("runs/set-tag"), "{\"run_id\":\"" + run + "\",\"key\":\"kept\",\"value\":\"1\"}", 200);
        byOwner("PUT", FILES + "/artifacts/" + place + "/kept", "kept", 200);
        JsonNode made = byOwner("POST", FILES + "/mpu/create/" + place, "{\"path\":\"kept\",\"num_parts\":1}", 200);
        String upload = made.get("upload_id").textValue();
        byOwner("PUT", FILES + "/mpu/part/" + place + "/kept?upload_id=" + upload + "&part_number=1", "x", 200);
        return upload;
    }

    @Test
    void whatSettingAnExperimentReadsIsThere() throws IOException {
        JsonNode found = done(ask("GET", mlflow("experiments/get-by-name?experiment_name=iris"), ""));

        assertThat(found.at("/experiment/experiment_id").textValue()).isEqualTo(experiment);
        assertThat(done(ask("GET", mlflow("experiments/get?experiment_id=" + experiment), ""))
                        .at("/experiment/name")
                        .textValue())
                .isEqualTo("iris");
    }

    /** A run tells of what it measured, whoever made the model. */
    @Test
    void whatARunMeasuresOfAnothersModelIsNoted() throws IOException {
        done(ask(
                "POST",
                mlflow("runs/log-metric"),
                "{'run_id':'" + child + "','key':'auc','value':1,'timestamp':1,'model_id':'" + othersModel + "'}"));

        JsonNode metric =
                byOwner("GET", mlflow("logged-models/" + othersModel), "", 200).at("/model/data/metrics/0");
        assertThat(metric.get("key").textValue()).isEqualTo("auc");
        assertThat(metric.get("run_id").textValue()).isEqualTo(child);
    }
}
