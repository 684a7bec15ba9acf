// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.cli.TestingServer.Told;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.sdk.JsonTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectVerbsTest {
    private static final String RUN = """
            {"id": "r1", "number": 3, "experiment": {"id": "1",
             "uuid": "ce92d0a9-3e2c-4d51-85de-93ef22249ce1", "name": "iris"}, "status": "Completed", "target": "local",
             "user": {"id": "e9fafe06-b0e4-4154-8374-aae34f9977b2"}, "created": "2017-09-08T00:58:01.611105Z",
             "heartbeat": false, "archived": false, "revision": 7, "children": 0, "arguments": [], "snapshot": "%s",
             "tags": {}, "properties": {}, "params": {}, "warnings": [], "writers": []}
            """;

    @TempDir
    Path folder;

    private Path root;
    private TestingServer server;
    private CalledCli cli;
    private final Map<Sha256, byte[]> blobs = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        folder = folder.toRealPath();
        root = Files.createDirectory(folder.resolve("iris"));
        server = new TestingServer();
        cli = new CalledCli(folder).with("RUNLORE_URL", server.url()).in("iris");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void initMakesAnEmptyFolderAProjectWithoutAServer() throws IOException {
        assertThat(cli.run("init")).isZero();

        assertThat(server.lines()).isEmpty();
        assertThat(cli.out())
                .startsWith(root
                        + " is a project; its runs belong to experiment 'iris'\n  wrote aml_config/project.json\n");
        assertThat(tree().keySet())
                .containsExactly(
                        ".gitignore",
                        "aml_config/conda_dependencies.yml",
                        "aml_config/docker-python.compute",
                        "aml_config/docker-python.runconfig",
                        "aml_config/docker-spark.compute",
                        "aml_config/docker-spark.runconfig",
                        "aml_config/local.compute",
                        "aml_config/local.runconfig",
                        "aml_config/project.json",
                        "aml_config/spark_dependencies.yml");
        assertThat(tree())
                .containsEntry("aml_config/project.json", "{\"experiment\":\"iris\"}\n")
                .hasEntrySatisfying(
                        "aml_config/local.runconfig",
                        text -> assertThat(text).contains("ArgumentVector:\n  - $file\n", "Target: local\n"));
    }

    @Test
    void initOverwritesNothingAndSaysWhatItKept() throws IOException {
        write(".gitignore", "mine\n");
        write("aml_config/local.runconfig", "mine\n");
        write("train.py", "mine\n");

        assertThat(cli.run("init", "-e", "flowers", "-o", "json", "--query", "[experiment, kept, registered]"))
                .isZero();

        assertThat(cli.out())
                .isEqualToIgnoringWhitespace("[\"flowers\", [\"aml_config/local.runconfig\", \".gitignore\"], false]");
        assertThat(tree())
                .containsEntry(".gitignore", "mine\n")
                .containsEntry("aml_config/local.runconfig", "mine\n")
                .containsEntry("train.py", "mine\n")
                .containsEntry("aml_config/project.json", "{\"experiment\":\"flowers\"}\n");

        Map<String, String> before = tree();
        assertThat(cli.run("init")).isZero();
        assertThat(cli.out()).contains("experiment 'flowers'").doesNotContain("wrote");
        assertThat(cli.run("init", "-e", "other")).isEqualTo(5);
        assertThat(cli.err()).contains("is a project of experiment 'flowers' already");
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void initTellsALiveServerAndTheNextCommandOneThatCameLater() throws IOException {
        server.on("PUT /projects", asked -> {
                    Map<?, ?> sent = (Map<?, ?>) Objects.requireNonNull(asked.json());
                    return Told.json(Map.of(
                            "root",
                            String.valueOf(sent.get("root")),
                            "experiment",
                            String.valueOf(sent.get("experiment")),
                            "id",
                            "6f1d3c52-8f0b-4b1e-9c55-3a1f6a3f0f7d",
                            "registered",
                            "2026-05-04T09:30:00Z"));
                })
                .on("GET /runs", asked -> Told.json(200, "{\"columns\": {\"id\": []}}"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Path file = Files.write(
                data.resolve("server.json"),
                JsonTree.write(Map.of(
                        "url", server.url(), "pid", ProcessHandle.current().pid(), "version", "1")));
        Files.writeString(data.resolve("token"), "secret-token\n");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(channel.lock(0, 1, false).isValid()).isTrue();
            assertThat(cli.run("init", "-o", "tsv", "--query", "registered")).isZero();
            assertThat(server.lines()).containsExactly("PUT /projects");
            assertThat(server.asked().getFirst().json())
                    .isEqualTo(Map.of("root", root.toString(), "experiment", "iris"));
            assertThat(server.asked().getFirst().authorization()).isEqualTo("Bearer secret-token");

            assertThat(cli.run("history", "list")).isZero();
            assertThat(server.lines()).containsExactly("PUT /projects", "PUT /projects", "GET /runs");
        }
    }

    @Test
    void historiesAreThoseOfTheProjectUnlessAllAreAskedFor() throws IOException {
        server.on("GET /runs", asked -> Told.json(200, "{\"columns\": {\"id\": []}}"));
        write("aml_config/project.json", "{\"experiment\": \"été \\\"2\\\"\"}");
        write("src/deep/a.py", "");
        cli.in("iris/src/deep");

        assertThat(cli.run("history", "list")).isZero();
        assertThat(server.asked().getLast().query()).containsEntry("experiment", "été \"2\"");
        assertThat(cli.run("history", "last")).isEqualTo(3);
        assertThat(cli.err())
                .contains("there is no run yet in experiment 'été \"2\"', that of this folder's project; add --all");
        assertThat(cli.run("history", "list", "--all")).isZero();
        assertThat(server.asked().getLast().query()).doesNotContainKey("experiment");

        cli.in(".");
        assertThat(cli.run("history", "list")).isZero();
        assertThat(server.asked().getLast().query()).doesNotContainKey("experiment");
    }

    @Test
    void aMarkerThatNamesNoExperimentMeansTheFoldersName() throws IOException {
        server.on("GET /runs", asked -> Told.json(200, "{\"columns\": {\"id\": []}}"));
        write("aml_config/project.json", "[1]");

        assertThat(cli.run("history", "list")).isZero();

        assertThat(server.asked().getLast().query()).containsEntry("experiment", "iris");
    }

    @Test
    void restoreAsksOnATerminalAndChangesNothingUntilYes() throws IOException {
        serve(file("train.py", "then"), file("aml_config/project.json", "{}"));
        write("train.py", "now");
        write("extra.py", "3");
        write("aml_config/project.json", "{}");

        assertThat(cli.onTerminal().typing("n\n").run("restore", "r1")).isEqualTo(1);
        assertThat(cli.err())
                .isEqualTo("  overwrite  train.py\n  delete     extra.py\noverwrite 1 file and delete 1 file in " + root
                        + ", after a backup? [y/N] ");
        assertThat(cli.out()).isEqualTo("nothing was changed\n");
        assertThat(cli.typing("").run("restore", "r1")).isEqualTo(1);
        assertThat(tree()).isEqualTo(Map.of("train.py", "now", "extra.py", "3", "aml_config/project.json", "{}"));
        assertThat(folder.resolve("data/backups")).doesNotExist();

        assertThat(cli.typing("Yes\n").run("restore", "r1")).isZero();
        assertThat(tree()).isEqualTo(Map.of("train.py", "then", "aml_config/project.json", "{}"));
        assertThat(cli.out())
                .startsWith(root + " is as run r1 found it\nwhat was overwritten or deleted is in "
                        + folder.resolve("data/backups/iris-"));
    }

    @Test
    void aRunOfAnotherExperimentIsToldBeforeTheQuestion() throws IOException {
        serve(file("train.py", "then"), file("aml_config/project.json", "{}"));
        write("train.py", "now");
        write("aml_config/project.json", "{\"experiment\": \"flowers\"}");

        assertThat(cli.run("restore", "r1", "--dry-run")).isZero();

        assertThat(cli.err())
                .isEqualTo("runlore: run 'r1' belongs to experiment 'iris' and " + root
                        + " to 'flowers'; its files may be of another project\n");
    }

    @Test
    void whatAKilledRestoreLeftIsToldAndRemoved() throws IOException {
        serve(file("train.py", "then"), file("aml_config/project.json", "{}"));
        write("train.py", "then");
        write("aml_config/project.json", "{}");
        write(".runlore-backup-restore/0", "half");
        write(".runlore-backup-restore/backup", "/the/backup.zip");
        String sentence = "runlore: an earlier restore of " + root
                + " was stopped before its end; what it overwrote or deleted is in /the/backup.zip\n";

        assertThat(cli.run("restore", "r1", "--dry-run")).isZero();
        assertThat(cli.err()).isEqualTo(sentence);
        assertThat(root.resolve(".runlore-backup-restore")).exists();
        assertThat(cli.run("restore", "r1")).isZero();

        assertThat(cli.err()).isEqualTo(sentence);
        assertThat(root.resolve(".runlore-backup-restore")).doesNotExist();
    }

    @Test
    void restoreWithoutATerminalNeedsToBeToldYes() throws IOException {
        serve(file("train.py", "then"), file("aml_config/project.json", "{}"));
        write("train.py", "now");
        write("aml_config/project.json", "{}");

        assertThat(cli.run("restore", "r1")).isEqualTo(2);
        assertThat(cli.err()).contains("add --yes");
        assertThat(tree()).containsEntry("train.py", "now");

        assertThat(cli.run("restore", "r1", "--yes", "-o", "json", "--query", "[overwritten, restored]"))
                .isZero();
        assertThat(cli.out()).isEqualToIgnoringWhitespace("[[\"train.py\"], true]");
        assertThat(tree()).containsEntry("train.py", "then");

        assertThat(cli.run("restore", "r1")).isZero();
        assertThat(cli.out()).isEqualTo(root + " is as run r1 found it already\n");
    }

    @Test
    void aDryRunOnlyPrints() throws IOException {
        serve(file("train.py", "then"), file("new.py", "1"), file(".env", "evil"));
        write("aml_config/project.json", "{}");
        write("train.py", "now");

        assertThat(cli.run("restore", "r1", "--dry-run")).isZero();

        assertThat(cli.out()).isEqualTo("""
                          add        new.py
                          overwrite  train.py
                          delete     aml_config/project.json
                          leave      .env, a name that is never restored
                        """);
        assertThat(tree()).isEqualTo(Map.of("train.py", "now", "aml_config/project.json", "{}"));
    }

    @Test
    void aFolderThatIsNoProjectIsChangedOnlyWhenItIsNamed() throws IOException {
        serve(file("train.py", "then"));

        assertThat(cli.run("restore", "r1", "--yes")).isEqualTo(2);
        assertThat(cli.err()).contains(root + " is in no project").contains("--to FOLDER");
        assertThat(root).isEmptyDirectory();

        assertThat(cli.run("restore", "r1", "--to", "../other/place")).isZero();
        assertThat(folder.resolve("other/place/train.py")).hasContent("then");
        assertThat(cli.run("restore", "r1", "--to", ".")).isZero();
        assertThat(tree()).isEqualTo(Map.of("train.py", "then"));
    }

    @Test
    void aServerThatLiesChangesNothing() throws IOException {
        write("aml_config/project.json", "{}");
        write("train.py", "now");
        SnapshotFile train = file("train.py", "then");
        Manifest manifest = serve(train, file("aml_config/project.json", "{}"));

        server.on("GET /blobs/" + train.sha256(), asked -> new Told(200, utf8("evil"), Map.of()));
        assertThat(cli.run("restore", "r1", "--yes")).isEqualTo(1);
        assertThat(cli.err()).contains("must have SHA-256 " + train.sha256());

        String hostile = "f " + train.sha256() + " 4 ../../.bashrc\n";
        server.on("GET /snapshots/*", asked -> new Told(200, utf8(hostile), Map.of()));
        assertThat(cli.run("restore", "r1", "--yes")).isNotZero();
        assertThat(cli.err()).contains("../../.bashrc");

        String other = "f " + train.sha256() + " 4 other.py\n";
        server.on("GET /snapshots/*", asked -> new Told(200, utf8(other), Map.of()));
        assertThat(cli.run("restore", "r1", "--yes")).isNotZero();
        assertThat(cli.err()).contains("the manifest of snapshot " + manifest.id());

        assertThat(tree()).isEqualTo(Map.of("train.py", "now", "aml_config/project.json", "{}"));
        assertThat(folder.resolve(".bashrc")).doesNotExist();
    }

    @Test
    void aRunWithoutASnapshotCannotBeRestored() throws IOException {
        write("aml_config/project.json", "{}");
        server.on("GET /runs/r1", asked -> Told.json(200, RUN.replace("\"snapshot\": \"%s\",", "")));

        assertThat(cli.run("restore", "r1")).isEqualTo(3);

        assertThat(cli.err()).contains("run 'r1' has no snapshot of its folder");
    }

    private Manifest serve(SnapshotFile... files) {
        Manifest manifest = new Manifest(List.of(files));
        server.on("GET /runs/r1", asked -> Told.json(200, RUN.formatted(manifest.id())))
                .on("GET /snapshots/" + manifest.id(), asked -> new Told(200, manifest.bytes(), Map.of()));
        blobs.forEach((sha256, bytes) -> server.on("GET /blobs/" + sha256, asked -> new Told(200, bytes, Map.of())));
        return manifest;
    }

    private SnapshotFile file(String path, String text) {
        blobs.put(Sha256.of(utf8(text)), utf8(text));
        return new SnapshotFile(new ArtifactPath(path), false, Sha256.of(utf8(text)), utf8(text).length);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                tree.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return tree;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
