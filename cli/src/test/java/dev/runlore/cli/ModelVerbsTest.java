// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.cli.TestingServer.Asked;
import dev.runlore.cli.TestingServer.Told;
import dev.runlore.domain.Sha256;
import dev.runlore.sdk.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promoting, link files, downloading assets, and the verbs of models; also against a server that must not be trusted. */
class ModelVerbsTest {
    private static final String WEIGHTS = "weights";
    private static final String TIME = "2026-05-04T09:30:00.123456Z";

    @TempDir
    Path outside;

    private Path folder;
    private TestingServer server;
    private CalledCli cli;
    private final Map<String, String> files = new LinkedHashMap<>();

    @BeforeEach
    void serve() throws IOException {
        folder = Files.createDirectory(outside.resolve("project"));
        server = new TestingServer();
        server.on("POST /models:promote", this::promote)
                .on("GET /models:version", asked -> version(asked, "outputs/model", "r"))
                .on(
                        "GET /models:file",
                        asked -> new Told(
                                200,
                                files.getOrDefault(asked.query().get("path"), "")
                                        .getBytes(StandardCharsets.UTF_8),
                                Map.of()));
        cli = new CalledCli(folder).with("RUNLORE_URL", server.url());
        files.put("outputs/model/a.bin", WEIGHTS);
        files.put("outputs/model/sub/b.txt", "text");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Told promote(Asked asked) {
        Map<?, ?> body = (Map<?, ?>) Objects.requireNonNull(asked.json());
        return version(String.valueOf(body.get("name")), String.valueOf(body.get("artifactPath")), "r");
    }

    private Told version(Asked asked, String path, String run) {
        return version(asked.query().getOrDefault("name", ""), path, run);
    }

    private Told version(String name, String path, String run) {
        List<Object> listed = new ArrayList<>();
        files.forEach((file, content) ->
                listed.add(Map.of("path", file, "sha256", sha256(content), "size", (long) content.length())));
        return Told.json(Map.of(
                "name",
                name,
                "version",
                3L,
                "run",
                run,
                "artifactPath",
                path,
                "files",
                listed,
                "tags",
                Map.of(),
                "created",
                TIME,
                "updated",
                TIME));
    }

    private static String sha256(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private int promote(String name, String path) {
        return cli.run("history", "promote", "-r", "r", "-ap", path, "-n", name);
    }

    private static Map<?, ?> json(byte[] bytes) throws IOException {
        return (Map<?, ?>) Objects.requireNonNull(JsonTree.read(new ByteArrayInputStream(bytes)));
    }

    private List<String> below(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void promotePrintsTheAssetAndWritesALinkFile() throws IOException {
        files.clear();
        files.put("outputs/model.pkl", WEIGHTS);

        assertThat(promote("model.pkl", "./outputs/model.pkl")).isZero();

        Map<String, Object> link = Map.of(
                "assetId", "model.pkl:3",
                "name", "model.pkl",
                "version", 3L,
                "runId", "r",
                "artifactPath", "outputs/model.pkl",
                "sha256", sha256(WEIGHTS),
                "createdUtc", TIME);
        Path file = folder.resolve("assets/model.pkl.link");
        assertThat(json(Files.readAllBytes(file))).isEqualTo(link);
        Map<String, Object> printed = new LinkedHashMap<>(link);
        printed.put("linkFile", file.toString());
        assertThat(json(cli.out().getBytes(StandardCharsets.UTF_8))).isEqualTo(printed);
        assertThat(server.asked().getFirst().json())
                .isEqualTo(Map.of("name", "model.pkl", "run", "r", "artifactPath", "outputs/model.pkl"));
    }

    @Test
    void theShimOfAzHasTheVerbsOfAssetsToo() throws IOException {
        cli.as("az");
        assertThat(cli.run("ml", "history", "promote", "-r", "r", "-ap", "outputs/model", "-n", "m"))
                .isZero();
        assertThat(cli.run("ml", "asset", "download", "-l", "assets/m.link", "-d", "got"))
                .isZero();
        assertThat(below(folder.resolve("got"))).containsExactly("model/a.bin", "model/sub/b.txt");
        assertThat(cli.run("ml", "model", "list")).isEqualTo(2);
    }

    @Test
    void theLinkLiesInTheProjectThatTheFolderIsIn() throws IOException {
        Files.createDirectories(outside.resolve("aml_config"));
        Files.writeString(outside.resolve("aml_config/project.json"), "{}");

        assertThat(promote("m", "outputs/model")).isZero();

        assertThat(outside.resolve("assets/m.link")).exists();
        assertThat(folder.resolve("assets")).doesNotExist();
    }

    /** Row 13, on the client: a name never becomes a path. */
    @ParameterizedTest
    @ValueSource(
            strings = {"../../evil", "/tmp/evil", "C:\\evil", "..", ".hidden", "CON", "nul.txt", "a.", "花", "a/b", "x "
            })
    void aNameThatIsNoPlainFileNameBecomesOneWithADigest(String name) throws IOException {
        assertThat(promote(name, "outputs/model")).isZero();

        assertThat(below(outside))
                .singleElement()
                .asString()
                .startsWith("project/assets/_")
                .endsWith("-" + sha256(name).substring(0, 8) + ".link");
        assertThat(json(Files.readAllBytes(outside.resolve(below(outside).getFirst())))
                        .get("name"))
                .isEqualTo(name);
    }

    @Test
    void anotherFileOfTheNameIsNeverReplaced() throws IOException {
        promote("m", "outputs/model");
        promote("m", "outputs/model");
        assertThat(below(folder)).containsExactly("assets/m.link");
        Files.writeString(folder.resolve("assets/n.link"), "my notes");

        assertThat(promote("n", "outputs/model")).isZero();

        assertThat(folder.resolve("assets/n.link")).hasContent("my notes");
        assertThat(below(folder))
                .containsExactly("assets/m.link", "assets/n-" + sha256("n").substring(0, 8) + ".link", "assets/n.link");
    }

    @Test
    void anAssetsFolderThatIsALinkElsewhereIsNotWrittenInto() throws IOException {
        Path elsewhere = Files.createDirectory(outside.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("assets"), elsewhere);

        assertThat(promote("m", "outputs/model")).isEqualTo(5);

        assertThat(elsewhere).isEmptyDirectory();
        assertThat(cli.err()).contains("must be a folder of its own");
    }

    @Test
    void anAssetIsDownloadedByItsLink() throws IOException {
        promote("m", "outputs/model");

        assertThat(cli.run("asset", "download", "-l", "assets/m.link", "-d", "got"))
                .isZero();

        assertThat(folder.resolve("got/model/a.bin")).hasContent(WEIGHTS);
        assertThat(folder.resolve("got/model/sub/b.txt")).hasContent("text");
        assertThat(server.asked().getLast().query())
                .isEqualTo(Map.of("name", "m", "version", "3", "path", "outputs/model/sub/b.txt"));
        assertThat(cli.run("asset", "download", "-l", "assets/m.link", "-d", "got"))
                .isEqualTo(5);
        assertThat(cli.err()).contains("add --overwrite");
        Files.writeString(folder.resolve("got/model/a.bin"), "old");
        assertThat(cli.run("asset", "download", "-l", "assets/m.link", "-d", "got", "--overwrite"))
                .isZero();
        assertThat(folder.resolve("got/model/a.bin")).hasContent(WEIGHTS);
    }

    /** Row 24: names that the server lists lead nowhere but below the destination. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../evil",
                "/tmp/evil",
                "outputs/model/../../../evil",
                "outputs/evil",
                "outputs/model/..\\..\\evil",
                "C:/evil",
                "outputs/model/./evil",
                "outputs/model"
            })
    void aServersFileThatLeadsElsewhereIsRefusedBeforeAnythingIsWritten(String path) throws IOException {
        files.put(path, "evil");
        Path link = link("m", digest());

        assertThat(cli.run("asset", "download", "-l", link.toString(), "-d", "got"))
                .isNotZero();

        assertThat(below(outside)).containsExactly("project/evil.link");
    }

    @Test
    void bytesThatAreNotThoseOfTheLinkAreNotKept() throws IOException {
        promote("m", "outputs/model");
        server.on(
                "GET /models:file",
                asked -> new Told(
                        200,
                        WEIGHTS.replace('w', 'W').getBytes(StandardCharsets.UTF_8),
                        Map.of("Content-Disposition", "attachment; filename=\"../../evil\"")));

        assertThat(cli.run("asset", "download", "-l", "assets/m.link", "-d", "got"))
                .isEqualTo(1);

        assertThat(below(outside)).containsExactly("project/assets/m.link");
        assertThat(cli.err()).contains("must have SHA-256 " + sha256(WEIGHTS));
    }

    @Test
    void aServerThatHasOtherFilesUnderTheVersionIsNotBelieved() throws IOException {
        promote("m", "outputs/model");
        files.put("outputs/model/a.bin", "other weights");

        assertThat(cli.run("asset", "download", "-l", "assets/m.link", "-d", "got"))
                .isEqualTo(5);

        assertThat(folder.resolve("got")).doesNotExist();
        assertThat(cli.err()).contains("name the server that made the link");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}",
                "[1]",
                "no JSON",
                "{\"name\": \"m\", \"version\": \"3\"}",
                "{\"name\": \"m\", \"version\": 3, \"runId\": \"../r\", \"artifactPath\": \"a\", \"sha256\": \"x\"}",
                "{\"name\": \"m\", \"version\": 3, \"runId\": \"r\", \"artifactPath\": \"../a\", \"sha256\": \"x\"}"
            })
    void aLinkFileThatIsNoneIsRefusedBeforeAServerIsAsked(String text) throws IOException {
        Path link = Files.writeString(folder.resolve("bad.link"), text);

        assertThat(cli.run("asset", "download", "-l", link.toString(), "-d", "got"))
                .isEqualTo(2);

        assertThat(server.asked()).isEmpty();
        assertThat(cli.err()).startsWith("runlore: link file " + link + " must be one that");
    }

    @Test
    void modelsAreListedShownAndTagged() throws IOException {
        Map<String, Object> model =
                Map.of("name", "m", "tags", Map.of("team", "a"), "lastVersion", 3L, "created", TIME, "updated", TIME);
        Map<?, ?> versionTree = json(version("m", "outputs/model", "r").body());
        server.on("GET /models", asked -> Told.json(Map.of("items", List.of(model))))
                .on("GET /models:versions", asked -> Told.json(Map.of("items", List.of(versionTree))))
                .on("PATCH /models:version", asked -> version("m", "outputs/model", "r"));

        assertThat(cli.run("model", "list", "-o", "table")).isZero();
        assertThat(cli.out()).isEqualTo("""
                        Name      Versions  Updated                      Description
                        ------  ----------  ---------------------------  -------------
                        m                3  2026-05-04T09:30:00.123456Z
                        """);
        assertThat(cli.run("model", "show", "m", "-o", "table")).isZero();
        assertThat(cli.out().lines().toList().getFirst())
                .matches(" *Version  Run  +Artifact  +Files  +Bytes  Created +Aliases *");
        assertThat(cli.run("model", "show", "m", "--query", "[lastVersion, tags.team, versions[0].run]", "-o", "tsv"))
                .isZero();
        assertThat(cli.out()).isEqualTo("3\na\nr\n");
        assertThat(cli.run("model", "show", "m", "--version", "3", "--query", "files[1].path", "-o", "tsv"))
                .isZero();
        assertThat(cli.out()).isEqualTo("outputs/model/sub/b.txt\n");
        assertThat(cli.run("model", "tag", "m", "stage=production", "checked", "--remove", "old", "--version", "3"))
                .isZero();
        Map<String, Object> tags = new LinkedHashMap<>();
        tags.put("stage", "production");
        tags.put("checked", null);
        assertThat(server.asked().getLast().json())
                .isEqualTo(Map.of("name", "m", "version", 3L, "tags", tags, "untag", List.of("old")));
        assertThat(cli.run("model", "tag", "m")).isEqualTo(2);
        assertThat(cli.run("model", "show", "m", "--version", "0")).isEqualTo(2);
    }

    private String digest() {
        StringBuilder lines = new StringBuilder();
        files.forEach((path, content) -> lines.append(sha256(content) + " " + content.length() + " " + path + "\n"));
        return sha256(lines.toString());
    }

    private Path link(String name, String sha256) throws IOException {
        Map<String, Object> link = Map.of(
                "name",
                name,
                "version",
                3L,
                "runId",
                "r",
                "artifactPath",
                "outputs/model",
                "sha256",
                sha256,
                "createdUtc",
                TIME);
        return Files.write(folder.resolve("evil.link"), JsonTree.write(link));
    }
}
