// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The model registry over MLflow's protocol, one thing with the models of the command line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MlflowRegistryTest {
    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts/";

    private TestingServer server;
    private MlflowServer mlflow;
    private int names;
    private String name;
    private String experiment;
    private String run;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        server = TestingServer.open(folder);
        mlflow = new MlflowServer(server);
        experiment = mlflow.experiment("registry");
        run = mlflow.run(experiment);
        for (String path : new String[] {"model/MLmodel", "model/data/x.bin", "note.txt"}) {
            server.send("PUT", PROXY + experiment + "/" + run + "/artifacts/" + path, "bytes of " + path);
        }
    }

    @AfterAll
    void close() {
        server.close();
    }

    @BeforeEach
    void makeModel() throws IOException {
        name = "Wald " + names++;
        mlflow.post("registered-models/create", json("{'name':'%s'}", name));
    }

    private static String json(String text, Object... values) {
        return text.formatted(values).replace('\'', '"');
    }

    private String artifacts() {
        return "mlflow-artifacts:/" + experiment + "/" + run + "/artifacts";
    }

    private JsonNode version(String source, String more) throws IOException {
        return mlflow.post("model-versions/create", json("{'name':'%s','source':'%s'%s}", name, source, more))
                .get("model_version");
    }

    private String downloadUri(int version) throws IOException {
        return mlflow.get("model-versions/get-download-uri", "name", name, "version", Integer.toString(version))
                .get("artifact_uri")
                .textValue();
    }

    private String list(String uri, String folder) throws IOException {
        String path = uri.substring("mlflow-artifacts:/".length()) + folder;
        return String.join(
                ",",
                TestingServer.json(server.get(PROXY.replaceAll("/$", "") + "?path=" + path))
                        .findValuesAsText("path"));
    }

    @Test
    void aModelIsMadeOnceDescribedAndTagged() throws IOException {
        MlflowServer.assertRefused(
                mlflow.send("POST", "registered-models/create", json("{'name':'%s'}", name)),
                400,
                "RESOURCE_ALREADY_EXISTS",
                "Registered Model (name=" + name + ") already exists");
        mlflow.send("PATCH", "registered-models/update", json("{'name':'%s','description':'trees'}", name));
        mlflow.post("registered-models/set-tag", json("{'name':'%s','key':'a','value':'1'}", name));
        mlflow.post("registered-models/set-tag", json("{'name':'%s','key':'b','value':'2'}", name));
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> deleted =
                    mlflow.send("DELETE", "registered-models/delete-tag", json("{'name':'%s','key':'a'}", name));
            assertThat(deleted.body()).isEqualTo("{}");
        }
        JsonNode model = mlflow.get("registered-models/get", "name", name).get("registered_model");
        assertThat(model.get("description").textValue()).isEqualTo("trees");
        assertThat(model.get("tags").toString()).isEqualTo(json("[{'key':'b','value':'2'}]"));
        assertThat(model.has("latest_versions")).isFalse();
        JsonNode shown = TestingServer.json(server.get("/api/v1/models" + MlflowServer.query("name", name)));
        assertThat(shown.at("/items/0/description").textValue()).isEqualTo("trees");
    }

    @Test
    void aVersionOfARunsFolderKeepsItsFiles() throws IOException {
        JsonNode made = version(artifacts() + "/model", ",'run_id':'" + run + "','description':'first','run_link':'l'");
        assertThat(made.get("version").textValue()).isEqualTo("1");
        assertThat(made.get("status").textValue()).isEqualTo("READY");
        assertThat(made.get("current_stage").textValue()).isEqualTo("None");
        assertThat(made.get("source").textValue()).isEqualTo(artifacts() + "/model");
        assertThat(made.get("run_id").textValue()).isEqualTo(run);
        assertThat(made.get("run_link").textValue()).isEqualTo("l");
        String uri = downloadUri(1);
        assertThat(uri).startsWith("mlflow-artifacts:/registry/").endsWith("/1");
        assertThat(list(uri, "")).isEqualTo("MLmodel,data");
        assertThat(list(uri, "/data")).isEqualTo("x.bin");
        String file = PROXY + uri.substring("mlflow-artifacts:/".length()) + "/data/x.bin";
        assertThat(server.get(file).body()).isEqualTo("bytes of model/data/x.bin");
        assertThat(server.get("/model-versions/get-artifact"
                                + MlflowServer.query("name", name, "version", "1", "path", "MLmodel"))
                        .body())
                .isEqualTo("bytes of model/MLmodel");
        for (String method : new String[] {"PUT", "DELETE"}) {
            MlflowServer.assertRefused(
                    server.send(method, file, method.equals("PUT") ? "x" : ""),
                    400,
                    "INVALID_PARAMETER_VALUE",
                    "files of a model's version must stay as they are");
        }
        JsonNode shown = TestingServer.json(
                server.get("/api/v1/models:version" + MlflowServer.query("name", name, "version", "1")));
        assertThat(shown.get("artifactPath").textValue()).isEqualTo("model");
        assertThat(shown.at("/files/0/path").textValue()).isEqualTo("model/MLmodel");
    }

    @Test
    void everySourceOfThisServerIsUnderstood() throws IOException {
        JsonNode logged = mlflow.post(
                        "logged-models",
                        json("{'experiment_id':'%s','name':'m','source_run_id':'%s'}", experiment, run))
                .get("model");
        String id = logged.at("/info/model_id").textValue();
        String root = logged.at("/info/artifact_uri").textValue();
        server.send("PUT", PROXY + root.substring("mlflow-artifacts:/".length()) + "/MLmodel", "logged");
        version("runs:/" + run + "/model", "");
        version("models:/" + id, ",'model_id':'" + id + "'");
        version(root, "");
        mlflow.post("registered-models/alias", json("{'name':'%s','alias':'best','version':'1'}", name));
        version("models:/" + name + "/1", "");
        version("models:/" + name + "@best", "");
        version("mlflow-artifacts:///" + experiment + "/" + run + "/artifacts/note.txt", "");
        version(artifacts(), "");
        String[] expected = {
            "MLmodel,data", "MLmodel", "MLmodel", "MLmodel,data", "MLmodel,data", "note.txt", "model,note.txt"
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat(list(downloadUri(i + 1), "")).as("version " + (i + 1)).isEqualTo(expected[i]);
        }
        assertThat(mlflow.get("model-versions/get", "name", name, "version", "2")
                        .at("/model_version/model_id")
                        .textValue())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/a model", "gs://b/c", "hdfs://host/x", "abfss://c@a.dfs.core.windows.net/x"})
    void aPlaceElsewhereIsKeptAsItIs(String source) throws IOException {
        version(source, "");
        assertThat(downloadUri(1)).isEqualTo(source);
        assertThat(list("mlflow-artifacts:/registry/QQ/1", "")).isEmpty();
    }

    @Test
    void whereNothingLiesTheSourceIsWhereToLook() throws IOException {
        version(artifacts() + "/later", "");
        assertThat(downloadUri(1)).isEqualTo(artifacts() + "/later");
    }

    /** Sources that broke registries: paths of the machine, encoded and odd spellings, also behind the tag of prompts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc",
                "//proc/self/root",
                "file:///etc",
                "FILE:/etc",
                "file:etc",
                "./x",
                "models",
                "x",
                "http://127.0.0.1:1/x",
                "http:///#/../../../../etc/",
                "http://host/x?/../../../../",
                "s3://b/../x",
                "s3:/../../etc",
                "mlflow-artifacts:/../../etc",
                "mlflow-artifacts:/1/r/artifacts/%2e%2e/x",
                "mlflow-artifacts:/1/r/artifacts/../x",
                "mlflow-artifacts:/1/r/artifacts//etc",
                "mlflow-artifacts://host:80/1/r/artifacts/x",
                "mlflow-artifacts:/1/r/x",
                "mlflow-artifacts:/abc/r/artifacts",
                "runs:/../etc",
                "runs:/",
                "runs://host/r/x",
                "models:/",
                "models:/m-1",
                "models:/x/one",
                "C:\\\\\\\\x",
                "s3://b/\\u0000",
            })
    void whatIsNoSourceIsRefused(String source) throws IOException {
        for (String tags : new String[] {"", ",'tags':[{'key':'mlflow.prompt.is_prompt','value':'true'}]"}) {
            HttpResponse<String> refused = mlflow.send(
                    "POST", "model-versions/create", json("{'name':'%s','source':'%s'%s}", name, source, tags));
            MlflowServer.assertRefused(refused, 400, "INVALID_PARAMETER_VALUE", "");
        }
        assertThat(mlflow.ask("model-versions/get", "name", name, "version", "1")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aVersionIsDescribedTaggedAndDeleted() throws IOException {
        version("s3://b/c", ",'tags':[{'key':'a','value':'1'}]");
        version("s3://b/c", "");
        String one = json("{'name':'%s','version':'1'", name);
        mlflow.send("PATCH", "model-versions/update", one + json(",'description':'good'}"));
        mlflow.post("model-versions/set-tag", one + json(",'key':'b','value':'2'}"));
        mlflow.send("DELETE", "model-versions/delete-tag", one + json(",'key':'a'}"));
        JsonNode shown =
                mlflow.get("model-versions/get", "name", name, "version", "1").get("model_version");
        assertThat(shown.get("description").textValue()).isEqualTo("good");
        assertThat(shown.get("tags").toString()).isEqualTo(json("[{'key':'b','value':'2'}]"));
        String two = one.replace("\"1\"", "\"2\"") + "}";
        assertThat(mlflow.send("DELETE", "model-versions/delete", two).body()).isEqualTo("{}");
        MlflowServer.assertRefused(
                mlflow.send("DELETE", "model-versions/delete", two),
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Model Version (name=" + name + ", version=2) not found");
        assertThat(version("s3://b/c", "").get("version").textValue()).isEqualTo("3");
        assertThat(mlflow.get("registered-models/get", "name", name)
                        .at("/registered_model/latest_versions/0/version")
                        .textValue())
                .isEqualTo("3");
    }

    @Test
    void anAliasIsSetMovedReadAndDeleted() throws IOException {
        version("s3://b/1", "");
        version("s3://b/2", "");
        String alias = json("{'name':'%s','alias':'champion'", name);
        mlflow.post("registered-models/alias", alias + json(",'version':'1'}"));
        mlflow.post("registered-models/alias", alias + json(",'version':'2'}"));
        assertThat(mlflow.get("registered-models/alias", "name", name, "alias", "champion")
                        .at("/model_version/version")
                        .textValue())
                .isEqualTo("2");
        assertThat(mlflow.get("registered-models/alias", "name", name, "alias", "Latest")
                        .at("/model_version/version")
                        .textValue())
                .isEqualTo("2");
        assertThat(mlflow.get("registered-models/get", "name", name)
                        .at("/registered_model/aliases")
                        .toString())
                .isEqualTo(json("[{'alias':'champion','version':'2'}]"));
        assertThat(TestingServer.json(server.get("/api/v1/models" + MlflowServer.query("name", name)))
                        .at("/items/0/aliases/champion")
                        .longValue())
                .isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            assertThat(mlflow.send("DELETE", "registered-models/alias", alias + "}")
                            .body())
                    .isEqualTo("{}");
        }
        MlflowServer.assertRefused(
                mlflow.ask("registered-models/alias", "name", name, "alias", "champion"),
                400,
                "INVALID_PARAMETER_VALUE",
                "Invalid value \"champion\" for parameter 'alias' supplied: Registered model alias champion not found");
    }

    @ParameterizedTest
    @CsvSource({"latest, 400", "LATEST, 400", "v1, 400", "V12, 400", "a b, 400", "a/b, 400", "v1a, 200", "a-b_1, 200"})
    void anAliasHasRules(String alias, int status) throws IOException {
        version("s3://b/1", "");
        assertThat(mlflow.send(
                                "POST",
                                "registered-models/alias",
                                json("{'name':'%s','alias':'%s','version':'1'}", name, alias))
                        .statusCode())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "255, alias, 200",
        "256, alias, 400",
        "100000, tag, 200",
        "100001, tag, 400",
        "250, key, 200",
        "251, key, 400"
    })
    void lengthsAreLimited(int length, String what, int status) throws IOException {
        version("s3://b/1", "");
        String text = "x".repeat(length);
        String body = switch (what) {
            case "alias" -> json("{'name':'%s','alias':'%s','version':'1'}", name, text);
            case "tag" -> json("{'name':'%s','key':'k','value':'%s'}", name, text);
            default -> json("{'name':'%s','key':'%s','value':'v'}", name, text);
        };
        String call = "registered-models/" + (what.equals("alias") ? "alias" : "set-tag");
        assertThat(mlflow.send("POST", call, body).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | registered-models/create | {} | 400 | Missing value for required parameter 'name'.",
                "POST | registered-models/create | {'name':' '} | 400 | Invalid value",
                "POST | registered-models/create | {'name':'a/b'} | 400 | Invalid value",
                "POST | registered-models/create | {'name':'../x'} | 400 | Invalid value",
                "POST | registered-models/create | {'name':'a:b'} | 400 | Invalid value",
                "POST | registered-models/create | {'name':5} | 400 | Invalid value 5 for parameter 'name' supplied",
                "PATCH | registered-models/update | {'name':'none'} | 404 | Registered Model with name=none not found",
                "POST | registered-models/set-tag | {'name':'none','key':'k'} | 404 | Registered Model with name=none not found",
                "POST | registered-models/set-tag | {'name':'NAME'} | 400 | Missing value for required parameter 'key'.",
                "POST | registered-models/alias | {'name':'NAME','alias':'a','version':'9'} | 404 | Model Version (name=NAME, version=9) not found",
                "POST | registered-models/alias | {'name':'NAME','alias':'a'} | 400 | Missing value for required parameter 'version'.",
                "POST | model-versions/create | {'name':'none','source':'s3://b/c'} | 404 | Registered Model with name=none not found",
                "POST | model-versions/create | {'name':'NAME'} | 400 | Missing value for required parameter 'source'.",
                "POST | model-versions/create | {'name':'NAME','source':'models:/none/1'} | 404 | Model Version (name=none, version=1) not found",
                "POST | model-versions/create | {'name':'NAME','source':'s3://b/c','run_id':'../x'} | 400 | run id",
                "PATCH | model-versions/update | {'name':'NAME','version':'1.5'} | 400 | Model version must be an integer",
                "DELETE | model-versions/delete | {'name':'NAME','version':'7'} | 404 | Model Version (name=NAME, version=7) not found",
                "POST | registered-models/search | {'max_results':1001} | 400 | Invalid value",
                "POST | registered-models/search | {'filter':'current_stage = 1'} | 400 | Invalid filter string",
                "POST | registered-models/search | {'order_by':['stage']} | 400 | Invalid order_by clause",
                "POST | registered-models/search | {'page_token':'x'} | 400 | page token",
            })
    void whatIsWrongIsSaid(String method, String call, String body, int status, String message) throws IOException {
        MlflowServer.assertRefused(
                mlflow.send(method, call, json(body.replace("NAME", name))),
                status,
                status == 404 ? "RESOURCE_DOES_NOT_EXIST" : "INVALID_PARAMETER_VALUE",
                message.replace("NAME", name));
    }

    private String found(String filter, String... more) throws IOException {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "filter";
        arguments[1] = filter;
        System.arraycopy(more, 0, arguments, 2, more.length);
        JsonNode models = mlflow.get("registered-models/search", arguments).path("registered_models");
        StringBuilder all = new StringBuilder();
        models.forEach(model -> all.append(model.get("name").textValue()).append(';'));
        return all.toString();
    }

    @Test
    void modelsAreFound() throws IOException {
        String other = name.replace("Wald", "Hain");
        mlflow.post("registered-models/create", json("{'name':'%s','tags':[{'key':'t','value':'1'}]}", other));
        assertThat(found("name = '" + name + "'")).isEqualTo(name + ";");
        assertThat(found("name LIKE 'Hain " + other.substring(5) + "'")).isEqualTo(other + ";");
        assertThat(found("name ILIKE 'HAIN " + other.substring(5) + "'")).isEqualTo(other + ";");
        assertThat(found("tags.t = '1' AND name != 'x'")).isEqualTo(other + ";");
        assertThat(found("tags.`t` = '1'", "order_by", "name DESC")).isEqualTo(other + ";");
        assertThat(found("name = \"x'; DROP TABLE model; --\"", "max_results", "5"))
                .isEmpty();
    }

    @Test
    void promptsAreShownOnlyToThoseWhoAskForThem() throws IOException {
        String prompt = name.replace("Wald", "Frage");
        mlflow.post(
                "registered-models/create",
                json("{'name':'%s','tags':[{'key':'mlflow.prompt.is_prompt','value':'true'}]}", prompt));
        String both = "(.*;)?" + name + ";(.*;)?";
        assertThat(found("")).matches(both).doesNotContain(prompt);
        assertThat(found("tags.`mlflow.prompt.is_prompt` != 'true'"))
                .matches(both)
                .doesNotContain(prompt);
        assertThat(found("tags.`mlflow.prompt.is_prompt` = 'false'"))
                .matches(both)
                .doesNotContain(prompt);
        assertThat(found("tags.`mlflow.prompt.is_prompt` = 'true'")).isEqualTo(prompt + ";");
    }

    @Test
    void aPromptIsAVersionWithoutFiles() throws IOException {
        String tags =
                ",'tags':[{'key':'mlflow.prompt.is_prompt','value':'true'},{'key':'mlflow.prompt.text','value':'Hi'}]";
        JsonNode made = version("dummy-source", tags);
        assertThat(made.at("/tags/1/value").textValue()).isEqualTo("Hi");
        assertThat(versions("name='" + name + "'")).isEmpty();
        assertThat(versions("name='" + name + "' and tags.`mlflow.prompt.is_prompt` = 'true'"))
                .isEqualTo("1");
    }

    @Test
    void versionsAreFound() throws IOException {
        version("s3://b/1", ",'run_id':'" + run + "'");
        version("s3://b/2", ",'tags':[{'key':'t','value':'1'}]");
        version("s3://b/3", "");
        String of = "name='" + name + "'";
        assertThat(versions(of)).isEqualTo("3,2,1");
        assertThat(versions(of + " and version_number < 3")).isEqualTo("2,1");
        assertThat(versions(of + " and run_id IN ('" + run + "')")).isEqualTo("1");
        assertThat(versions(of + " and run_id = '" + run + "'")).isEqualTo("1");
        assertThat(versions(of + " and source_path = 's3://b/2'")).isEqualTo("2");
        assertThat(versions(of + " and tags.t = '1'")).isEqualTo("2");
        assertThat(versions(of, "order_by", "version_number ASC")).isEqualTo("1,2,3");
        JsonNode page = mlflow.get("model-versions/search", "filter", of, "max_results", "2");
        assertThat(page.get("model_versions")).hasSize(2);
        assertThat(versions(
                        of,
                        "max_results",
                        "2",
                        "page_token",
                        page.get("next_page_token").textValue()))
                .isEqualTo("1");
        assertThat(mlflow.ask("model-versions/search", "max_results", "200001").statusCode())
                .isEqualTo(400);
    }

    private String versions(String filter, String... more) throws IOException {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "filter";
        arguments[1] = filter;
        System.arraycopy(more, 0, arguments, 2, more.length);
        JsonNode found = mlflow.get("model-versions/search", arguments).path("model_versions");
        return String.join(",", found.findValuesAsText("version"));
    }
}
