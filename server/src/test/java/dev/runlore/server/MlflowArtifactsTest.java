// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Sha256;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of runs as MLflow's clients send, list and read them. */
final class MlflowArtifactsTest {
    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
    private static final String RUN = "0123456789abcdef0123456789abcdef";

    private ServedFolder served;
    private String root;

    @BeforeEach
    void serve(@TempDir Path folder) throws Exception {
        served = new ServedFolder(folder);
        served.run(RUN);
        String experiment = ServedFolder.json(served.get("/api/v1/runs/" + RUN))
                .at("/experiment/id")
                .asText();
        root = experiment + "/" + RUN + "/artifacts";
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpResponse<byte[]> put(String path, String text) throws Exception {
        return served.send("PUT", PROXY + "/" + root + path, text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return served.get(PROXY + "/" + root + path, headers);
    }

    private String list(String path) throws Exception {
        return ServedFolder.text(served.get(PROXY + "?path=" + path));
    }

    private static void assertAnswer(HttpResponse<byte[]> answer, int status, String text) {
        assertThat(ServedFolder.text(answer)).isEqualTo(text);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private static void assertError(HttpResponse<byte[]> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(ServedFolder.text(answer)).isEqualTo(status);
        assertThat(ServedFolder.json(answer).get("error_code").textValue()).isEqualTo(code);
        assertThat(ServedFolder.json(answer).get("message").textValue()).isNotEmpty();
        assertThat(ServedFolder.header(answer, "Content-Type")).startsWith("application/json");
    }

    @Test
    void aFileIsPutReadListedReplacedAndDeleted() throws Exception {
        assertAnswer(put("/model/MLmodel", "flavors: {}"), 200, "{}");
        HttpResponse<byte[]> read = get("/model/MLmodel");
        assertAnswer(read, 200, "flavors: {}");
        assertThat(ServedFolder.header(read, "Content-Disposition")).startsWith("attachment; filename=\"MLmodel\"");
        assertThat(ServedFolder.header(read, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertAnswer(put("/model/MLmodel", "new"), 200, "{}");
        assertAnswer(get("/model/MLmodel"), 200, "new");
        assertThat(list(root + "/model"))
                .isEqualTo("{\"files\":[{\"path\":\"MLmodel\",\"is_dir\":false,\"file_size\":3}]}");
        assertAnswer(served.send("DELETE", PROXY + "/" + root + "/model", new byte[0]), 200, "{}");
        assertError(get("/model/MLmodel"), 404, "RESOURCE_DOES_NOT_EXIST");
        assertAnswer(served.send("DELETE", PROXY + "/" + root + "/model", new byte[0]), 200, "{}");
    }

    @Test
    void damagedBytesAreAnErrorThatNamesRunAndFile() throws Exception {
        put("/model/weights", "0123456789");
        put("/model/MLmodel", "flavors: {}");
        served.damage(Sha256.of("0123456789".getBytes(StandardCharsets.UTF_8)), 7);
        String calls = "/get-artifact?run_uuid=" + RUN + "&path=model/";
        for (HttpResponse<byte[]> answer : List.of(
                get("/model/weights"),
                get("/model/weights", "Range", "bytes=0-3"),
                get("/model/weights", "Range", "bytes=6-8"),
                served.get(calls + "weights"),
                served.get(calls + "weights", "Range", "bytes=0-3"))) {
            assertError(answer, 500, "INTERNAL_ERROR");
            assertThat(ServedFolder.json(answer).get("message").textValue())
                    .startsWith("file 'model/weights' of run '" + RUN + "' cannot be read: blob ");
        }
        assertAnswer(get("/model/MLmodel"), 200, "flavors: {}");
        assertAnswer(get("/model/MLmodel", "Range", "bytes=0-6"), 206, "flavors");
        assertAnswer(served.get(calls + "MLmodel"), 200, "flavors: {}");
    }

    @Test
    void anEmptyBodyMakesAnEmptyFile() throws Exception {
        assertAnswer(put("/empty", ""), 200, "{}");
        assertAnswer(get("/empty"), 200, "");
        assertThat(list(root)).isEqualTo("{\"files\":[{\"path\":\"empty\",\"is_dir\":false,\"file_size\":0}]}");
    }

    @Test
    void aFolderIsListedByBaseNamesAndEverythingElseIsEmpty() throws Exception {
        put("/a/b.txt", "1");
        put("/a/c/d.txt", "22");
        assertThat(list(root + "/a"))
                .isEqualTo("{\"files\":[{\"path\":\"b.txt\",\"is_dir\":false,\"file_size\":1},"
                        + "{\"path\":\"c\",\"is_dir\":true}]}");
        assertThat(list(root + "/a/")).isEqualTo(list(root + "/a"));
        assertThat(list(root + "/a/b.txt")).isEqualTo("{}");
        assertThat(list(root + "/none")).isEqualTo("{}");
        assertThat(list(root.replace(RUN, "f".repeat(32)))).isEqualTo("{}");
        assertThat(list("99/" + RUN + "/artifacts")).isEqualTo("{}");
    }

    @Test
    void theLevelsAboveListFolders() throws Exception {
        String experiment = root.substring(0, root.indexOf('/'));
        String folder = "{\"files\":[{\"path\":\"%s\",\"is_dir\":true}]}";
        assertThat(ServedFolder.text(served.get(PROXY))).isEqualTo(folder.formatted(experiment));
        assertThat(list(experiment))
                .isEqualTo("{\"files\":[{\"path\":\"" + RUN
                        + "\",\"is_dir\":true},{\"path\":\"models\",\"is_dir\":true}]}");
        assertThat(list(experiment + "/models")).isEqualTo("{}");
        assertThat(list(experiment + "/" + RUN)).isEqualTo(folder.formatted("artifacts"));
        assertThat(list("99")).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({
        "a%20b.txt, a b.txt",
        "a+b.txt, a+b.txt",
        "a%2Bb.txt, a+b.txt",
        "100%25.txt, 100%.txt",
        "key%25step%250%25timestamp%251.png, key%step%0%timestamp%1.png",
        "a%252Fb, a%2Fb",
        "a%252Bb, a%2Bb",
        "%252e%252e, %2e%2e",
        "%C3%A9%E6%97%A5%F0%9F%9A%80.txt, é日🚀.txt",
        "a;b=c, a;b=c",
        "a=b&c, a=b&c",
        "a%23b%3Fc, a#b?c",
        "a@b:c, a@b:c",
        "%7Ea, ~a",
    })
    void hardNamesAreDecodedOnce(String sent, String name) throws Exception {
        assertAnswer(put("/" + sent, name), 200, "{}");
        assertAnswer(get("/" + sent), 200, name);
        assertThat(ServedFolder.json(served.get("/api/v1/runs/" + RUN + "/artifacts"))
                        .findValuesAsText("path"))
                .containsExactly(name);
        assertThat(ServedFolder.json(served.get(PROXY + "?path=" + root)).findValuesAsText("path"))
                .containsExactly(name);
        assertAnswer(served.send("DELETE", PROXY + "/" + root + "/" + sent, new byte[0]), 200, "{}");
        assertThat(list(root)).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-3 | 206 | 0123 | bytes 0-3/10",
                "bytes=8- | 206 | 89 | bytes 8-9/10",
                "bytes=-1 | 206 | 9 | bytes 9-9/10",
                "bytes=10- | 416 | '' | bytes */10",
                "lines=1- | 200 | 0123456789 | ''",
            })
    void aPartIsRead(String range, int status, String text, String answered) throws Exception {
        put("/ten", "0123456789");
        HttpResponse<byte[]> answer = get("/ten", "Range", range);
        assertAnswer(answer, status, text);
        assertThat(ServedFolder.header(answer, "Content-Range")).isEqualTo(answered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0/%2e%2e/x", "abc", "1", "1/", "1/r", "1/r/files/x", "1/r%20r/artifacts/x", "-1/r/artifacts/x"})
    void whatIsNoPlaceForFilesIsRefused(String path) throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            assertError(
                    served.send(method, PROXY + "/" + path, new byte[method.equals("PUT") ? 1 : 0]),
                    400,
                    "INVALID_PARAMETER_VALUE");
        }
    }

    @Test
    void aRunThatIsNotThereHasNoFiles() throws Exception {
        String nobody = PROXY + "/" + root.replace(RUN, "f".repeat(32)) + "/x";
        assertError(served.send("PUT", nobody, new byte[1]), 404, "RESOURCE_DOES_NOT_EXIST");
        assertError(served.get(nobody), 404, "RESOURCE_DOES_NOT_EXIST");
        assertAnswer(served.send("DELETE", nobody, new byte[0]), 200, "{}");
        String elsewhere = PROXY + "/99/" + RUN + "/artifacts/x";
        assertError(served.send("PUT", elsewhere, new byte[1]), 404, "RESOURCE_DOES_NOT_EXIST");
    }

    @ParameterizedTest
    @CsvSource({"1024, 200", "1025, 400"})
    void aPathHasSoManyCharacters(int length, int status) throws Exception {
        assertThat(put("/" + "n".repeat(length), "x").statusCode()).isEqualTo(status);
    }

    @Test
    void theTwinForPagesAnswersTheSame() throws Exception {
        put("/x", "1");
        assertAnswer(served.get("/ajax-api/2.0/mlflow-artifacts/artifacts/" + root + "/x"), 200, "1");
    }

    @Test
    void addressesAreNotSigned() throws Exception {
        assertError(served.get("/api/2.0/mlflow-artifacts/presigned/" + root + "/x"), 501, "NOT_IMPLEMENTED");
        assertError(
                served.post("/api/2.0/mlflow/artifacts/presigned-upload-url", "{\"run_id\":\"r\",\"path\":\"p\"}"),
                501,
                "NOT_IMPLEMENTED");
    }

    @Test
    void filesOfARunAreListedByTheirPaths() throws Exception {
        put("/a/b.txt", "1");
        put("/a/c/d.txt", "22");
        String list = "/api/2.0/mlflow/artifacts/list?run_id=" + RUN;
        String rootUri = "{\"root_uri\":\"mlflow-artifacts:/" + root + "\"";
        assertAnswer(served.get(list), 200, rootUri + ",\"files\":[{\"path\":\"a\",\"is_dir\":true}]}");
        assertAnswer(
                served.get(list + "&path=a"),
                200,
                rootUri + ",\"files\":[{\"path\":\"a/b.txt\",\"is_dir\":false,\"file_size\":1},"
                        + "{\"path\":\"a/c\",\"is_dir\":true}]}");
        assertAnswer(served.get(list.replace("run_id", "run_uuid") + "&path=a/b.txt"), 200, rootUri + "}");
        assertAnswer(served.get(list + "&path=none"), 200, rootUri + "}");
        for (String wrong : List.of("..", "%2Fetc", "a/../b", "a%5C..", "a%00")) {
            HttpResponse<byte[]> refused = served.get(list + "&path=" + wrong);
            assertError(refused, 400, "INVALID_PARAMETER_VALUE");
            assertThat(ServedFolder.json(refused).get("message").textValue()).startsWith("Invalid path");
        }
        assertError(served.get("/api/2.0/mlflow/artifacts/list"), 400, "INVALID_PARAMETER_VALUE");
        assertError(served.get("/api/2.0/mlflow/artifacts/list?run_id=nobody"), 404, "RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void aPageReadsAndSendsFilesOfARun() throws Exception {
        String query = "?run_uuid=" + RUN + "&path=notes/a%20b.html";
        assertAnswer(
                served.send(
                        "POST", "/ajax-api/2.0/mlflow/upload-artifact" + query, "<p>".getBytes(StandardCharsets.UTF_8)),
                200,
                "{}");
        HttpResponse<byte[]> read = served.get("/get-artifact" + query);
        assertAnswer(read, 200, "<p>");
        assertThat(ServedFolder.header(read, "Content-Disposition")).startsWith("attachment");
        assertError(served.get("/get-artifact?run_id=" + RUN), 400, "INVALID_PARAMETER_VALUE");
        assertError(served.get("/get-artifact?run_id=" + RUN + "&path=no"), 404, "RESOURCE_DOES_NOT_EXIST");
        assertError(served.get("/get-artifact?run_id=" + RUN + "&path=../x"), 400, "INVALID_PARAMETER_VALUE");
    }

    @ParameterizedTest
    @CsvSource({"10485760, 200", "10485761, 400"})
    void aPageSendsAtMostSoManyBytes(int bytes, int status) throws Exception {
        assertThat(served.send(
                                "POST",
                                "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=" + RUN + "&path=big",
                                new byte[bytes])
                        .statusCode())
                .isEqualTo(status);
    }
}
