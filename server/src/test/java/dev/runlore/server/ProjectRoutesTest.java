// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of the host: read and restored only below what was registered, with the token. */
class ProjectRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] TOKEN = {
        "Content-Type", "application/json", "Authorization", "Bearer " + TestingServer.TOKEN
    };

    @TempDir
    Path temp;

    private Path root;
    private TestingServer server;

    @BeforeEach
    void start() throws IOException {
        temp = temp.toRealPath();
        root = Files.createDirectory(temp.resolve("iris"));
        server = TestingServer.open(Files.createDirectories(temp.resolve("data")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFolderAndItsFilesAreReadOnlyAsASnapshotWouldHaveThem() throws IOException {
        write("train.py", "print(1)\n");
        write("src/model.py", "2");
        write(".gitignore", "*.csv\n");
        write("big.csv", "1,2");
        write(".env", "PASSWORD=x");
        write(".git/config", "secret");
        Files.writeString(temp.resolve("outside.txt"), "outside");
        Files.createSymbolicLink(root.resolve("link.txt"), temp.resolve("outside.txt"));
        Files.createSymbolicLink(root.resolve("up"), temp);
        String project = register();

        assertThat(json(get(project, "")).get("items")).isEqualTo(JSON.readTree("""
                        [{"path": "src", "folder": true},
                         {"path": ".gitignore", "folder": false, "size": 6},
                         {"path": "train.py", "folder": false, "size": 9}]
                        """));
        assertThat(json(get(project, "src")).get("items"))
                .isEqualTo(JSON.readTree("[{\"path\": \"src/model.py\", \"folder\": false, \"size\": 1}]"));
        HttpResponse<String> file = get(project, "train.py");
        assertThat(file.body()).isEqualTo("print(1)\n");
        assertThat(file.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(file.headers().firstValue("Content-Disposition")).contains("attachment");
        for (String hidden : List.of("big.csv", ".env", ".git/config", "link.txt", "up/outside.txt", "none.py")) {
            assertThat(get(project, hidden).statusCode()).as(hidden).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.txt",
                "..",
                "src/../../outside.txt",
                "/etc/passwd",
                "..\\outside.txt",
                "C:\\x",
                "src//model.py",
                "./train.py",
                "a\u0000b"
            })
    void aPathThatLeadsOutIsRefused(String path) throws IOException {
        Files.writeString(temp.resolve("outside.txt"), "the canary sings");
        write("train.py", "1");

        HttpResponse<String> answer = get(register(), path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("canary").doesNotContain("root:");
    }

    @Test
    void nothingIsReadOrRestoredWithoutTheToken() throws IOException {
        write("train.py", "1");
        String project = register();

        assertThat(server.get("/api/v1/projects/" + project + "/files").statusCode())
                .isEqualTo(401);
        assertThat(server.post("/api/v1/projects/" + project + "/restore", "{\"run\": \"r\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.get("/api/v1/projects").statusCode()).isEqualTo(401);
    }

    @Test
    void aRootThatBecomesALinkIsNoProjectAnyMore() throws IOException {
        String project = register();
        Files.delete(root);
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a.py"), "mine");
        Files.createSymbolicLink(root, elsewhere);

        assertThat(get(project, "").statusCode()).isEqualTo(404);
        makeRun("r", file("b.py", "1"));
        assertThat(restore(project, "r", false).statusCode()).isEqualTo(404);
        assertThat(elsewhere.resolve("b.py")).doesNotExist();
    }

    @Test
    void aProjectIsBroughtBackToTheStateOfARun() throws IOException {
        makeRun("r", file("train.py", "print(1)\n"), file("data/small.csv", "1,2"));
        write("train.py", "print(2)\n");
        write("extra.py", "3");
        write(".env", "PASSWORD=x");
        String project = register();

        JsonNode planned = json(restore(project, "r", true));
        assertThat(planned).isEqualTo(JSON.readTree("""
                        {"added": ["data/small.csv"], "overwritten": ["train.py"], "deleted": ["extra.py"], "kept": []}
                        """));
        assertThat(tree()).isEqualTo(Map.of("train.py", "print(2)\n", "extra.py", "3", ".env", "PASSWORD=x"));

        JsonNode done = json(restore(project, "r", false));
        assertThat(tree()).isEqualTo(Map.of("train.py", "print(1)\n", "data/small.csv", "1,2", ".env", "PASSWORD=x"));
        Path backup = Path.of(done.get("backup").textValue());
        assertThat(backup.getParent()).isEqualTo(temp.resolve("data/backups"));
        assertThat(backup).isNotEmptyFile();

        assertThat(json(restore(project, "r", false)))
                .isEqualTo(JSON.readTree("{\"added\": [], \"overwritten\": [], \"deleted\": [], \"kept\": []}"));
    }

    @Test
    void whatAKilledRestoreLeftIsToldAndRemoved() throws IOException {
        write("a.py", "1");
        makeRun("r", file("a.py", "1"));
        write(".runlore-backup-restore/0", "half");
        String project = register();

        assertThat(json(restore(project, "r", true)).get("notice").textValue())
                .isEqualTo("an earlier restore of " + root + " was stopped before its end");
        assertThat(root.resolve(".runlore-backup-restore")).isDirectory();
        assertThat(json(restore(project, "r", false)).has("notice")).isTrue();
        assertThat(root.resolve(".runlore-backup-restore")).doesNotExist();
        assertThat(json(restore(project, "r", false)).has("notice")).isFalse();
    }

    @Test
    void aRunWithoutASnapshotRestoresNothing() throws IOException {
        assertThat(server.post("/api/v1/runs", "{\"id\": \"bare\", \"experiment\": \"iris\"}")
                        .statusCode())
                .isEqualTo(201);
        String project = register();

        HttpResponse<String> answer = restore(project, "bare", false);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("run 'bare' has no snapshot");
        assertThat(restore(project, "unknown", false).statusCode()).isEqualTo(404);
    }

    @Test
    void aSnapshotWithNamesOfSecretsNeverWritesThem() throws IOException {
        makeRun(
                "evil",
                file("a.py", "1"),
                file(".ssh/authorized_keys", "evil"),
                file(".env", "evil"),
                file(".venv/lib/evil.pth", "evil"));
        write(".env", "mine");
        String project = register();

        JsonNode done = json(restore(project, "evil", false));

        assertThat(done.get("kept"))
                .isEqualTo(JSON.readTree("[\".env\", \".ssh/authorized_keys\", \".venv/lib/evil.pth\"]"));
        assertThat(tree()).isEqualTo(Map.of("a.py", "1", ".env", "mine"));
    }

    @Test
    void aLinkOnTheWayStopsARestoreBeforeItBegins() throws IOException {
        makeRun("r", file("src/a.py", "1"), file("b.py", "1"));
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.createSymbolicLink(root.resolve("src"), outside);
        write("b.py", "2");

        HttpResponse<String> answer = restore(register(), "r", false);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("'src' in " + root + " is a link");
        assertThat(outside).isEmptyDirectory();
        assertThat(root.resolve("b.py")).hasContent("2");
        assertThat(temp.resolve("data/backups")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "/etc/cron.d/evil",
                "a/../../evil",
                "..\\evil",
                ".git/hooks/post-checkout",
                "sub/.GIT/config",
                "a\u0001b"
            })
    void aManifestThatLeadsOutOrIntoGitIsNeverStored(String path) throws IOException {
        String manifest = "x " + Sha256.of(utf8("1")) + " 1 " + path + "\n";

        HttpResponse<String> answer =
                server.send("PUT", "/api/v1/snapshots", manifest, "Content-Type", "application/octet-stream");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "l", "d", "4755", "F", "X", ""})
    void aManifestKnowsNoOtherModesThanFileAndExecutable(String mode) throws IOException {
        String manifest = mode + " " + Sha256.of(utf8("1")) + " 1 a.py\n";

        HttpResponse<String> answer =
                server.send("PUT", "/api/v1/snapshots", manifest, "Content-Type", "application/octet-stream");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    @Test
    void onlyAFolderOfThisHostIsRegistered() throws IOException {
        write("a.py", "1");
        for (String wrong : List.of("iris", "", "/", root + "/a.py", root + "/none", "http://host/x", "~")) {
            assertThat(put(wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);
        assertThat(json(put(link.toString())).get("root").textValue()).isEqualTo(root.toString());
    }

    private String register() throws IOException {
        return json(put(root.toString())).get("id").textValue();
    }

    private HttpResponse<String> put(String folder) throws IOException {
        String body = JSON.writeValueAsString(Map.of("root", folder, "experiment", "iris"));
        return server.send("PUT", "/api/v1/projects", body, TOKEN);
    }

    private HttpResponse<String> get(String project, String path) throws IOException {
        String query = path.isEmpty() ? "" : "?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
        return server.send("GET", "/api/v1/projects/" + project + "/files" + query, "", TOKEN);
    }

    private HttpResponse<String> restore(String project, String run, boolean dryRun) throws IOException {
        String body = JSON.writeValueAsString(Map.of("run", run, "dryRun", dryRun));
        return server.send("POST", "/api/v1/projects/" + project + "/restore", body, TOKEN);
    }

    private void makeRun(String id, SnapshotFile... files) throws IOException {
        Manifest manifest = new Manifest(List.of(files));
        String text = new String(manifest.bytes(), StandardCharsets.UTF_8);
        assertThat(server.send("PUT", "/api/v1/snapshots", text, "Content-Type", "application/octet-stream")
                        .statusCode())
                .isEqualTo(201);
        String body = JSON.writeValueAsString(
                Map.of("id", id, "experiment", "iris", "snapshot", manifest.id().value()));
        HttpResponse<String> answer = server.post("/api/v1/runs", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private SnapshotFile file(String path, String text) throws IOException {
        server.blobs().put(new ByteArrayInputStream(utf8(text)));
        return new SnapshotFile(new ArtifactPath(path), false, Sha256.of(utf8(text)), utf8(text).length);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(found::add);
        }
        for (Path file : found) {
            tree.put(root.relativize(file).toString(), Files.readString(file));
        }
        return tree;
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
