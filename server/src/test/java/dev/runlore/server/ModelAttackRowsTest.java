// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of models and of their files that lead out of a folder elsewhere: here they are text, and nothing outside is touched. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelAttackRowsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path outside;
    private Path root;
    private ServedFolder served;

    @BeforeAll
    void serve(@TempDir Path folder) throws Exception {
        outside = folder;
        root = Files.createDirectory(folder.resolve("data"));
        served = new ServedFolder(root);
        served.run("r");
        served.octets("PUT", "/api/v1/runs/r/artifacts?path=model.pkl", "weights".getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<byte[]> promote(String name, String path) throws Exception {
        ObjectNode body =
                JSON.createObjectNode().put("name", name).put("run", "r").put("artifactPath", path);
        return served.post("/api/v1/models:promote", body.toString());
    }

    /** Row 13: a model's name is a row in a table, never a folder. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../evil",
                "/etc/cron.d/evil",
                "C:\\evil",
                "..",
                ".",
                "a/../../b",
                "%2e%2e%2f",
                "file:///tmp/evil"
            })
    void aNameThatLooksLikeAPathIsKeptAsTextAndMakesNoFile(String name) throws Exception {
        HttpResponse<byte[]> made = promote(name, "model.pkl");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(ServedFolder.json(served.get("/api/v1/models:version?name=" + encoded(name)))
                        .get("name")
                        .textValue())
                .isEqualTo(name);
        assertThat(served.get("/api/v1/models:file?path=model.pkl&name=" + encoded(name))
                        .body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("weights");
        assertThat(names(outside)).containsExactly("data");
        assertThat(names(root)).doesNotContain("models", "evil").contains("blobs", "runlore.db");
    }

    /** Row 13: the path that is promoted, and the file that is read, are looked up and never resolved. */
    @ParameterizedTest
    @ValueSource(strings = {"../token", "/etc/passwd", "..", "a/../model.pkl", "C:\\x", "..\\token", "a//b", ""})
    void aPathThatIsNoneIsRefused(String path) throws Exception {
        assertThat(promote("m", path).statusCode()).isEqualTo(400);
        promote("there", "model.pkl");
        assertThat(served.get("/api/v1/models:file?name=there&path=" + encoded(path))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void damagedBytesAreAnErrorThatNamesVersionAndFile() throws Exception {
        byte[] bytes = "heavy weights".getBytes(StandardCharsets.UTF_8);
        served.octets("PUT", "/api/v1/runs/r/artifacts?path=heavy.pkl", bytes);
        assertThat(promote("heavy", "heavy.pkl").statusCode()).isEqualTo(201);
        served.damage(Sha256.of(bytes), 0);
        String file = "/api/v1/models:file?name=heavy&path=heavy.pkl";
        String damaged = "file 'heavy.pkl' of version 1 of model 'heavy' cannot be read: blob ";
        ArtifactRoutesTest.assertProblem(served.get(file), 500, damaged);
        ArtifactRoutesTest.assertProblem(served.get(file, "Range", "bytes=6-"), 500, damaged);
    }

    @Test
    void aFileThatIsNotTheVersionsIsNotFoundThoughItsRunHasIt() throws Exception {
        served.octets("PUT", "/api/v1/runs/r/artifacts?path=secret.txt", "s".getBytes(StandardCharsets.UTF_8));
        promote("one", "model.pkl");

        assertThat(served.get("/api/v1/models:file?name=one&path=secret.txt").statusCode())
                .isEqualTo(404);
    }

    /** A form of another site that parses as JSON is no request of this API. */
    @Test
    void aPlainTextBodyPromotesNothing() throws Exception {
        HttpResponse<byte[]> answer = served.send(
                "POST",
                "/api/v1/models:promote",
                "{\"name\":\"forged\",\"run\":\"r\",\"artifactPath\":\"model.pkl\"}".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "text/plain");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(served.get("/api/v1/models:version?name=forged").statusCode())
                .isEqualTo(404);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
