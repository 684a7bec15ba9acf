// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.cli.TestingServer.Told;
import dev.runlore.domain.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export and import against a server that answers what a test says. */
class TransferVerbsTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final Sha256 BLOB = Sha256.of(HELLO);
    private static final String RECORDS =
            "{\"m\":\"loss\"}\n{\"artifact\":{\"path\":\"a\",\"sha256\":\"" + BLOB + "\"}}\n";
    private static final String RUN = """
            {"id": "a", "number": %d, "experiment": {"id": "1", "uuid": "00000000-0000-0000-0000-000000000001", "name": "e"},
             "status": "Completed", "target": "local", "user": {"id": "00000000-0000-0000-0000-000000000002"},
             "created": "2026-05-04T09:30:00Z", "revision": 1}
            """;

    @TempDir
    Path folder;

    private TestingServer server;
    private CalledCli cli;

    @BeforeEach
    void serve() throws IOException {
        byte[] export = export();
        server = new TestingServer()
                .on("POST /exports", asked -> new Told(200, export, Map.of("Content-Type", "application/zip")));
        cli = new CalledCli(folder).with("RUNLORE_URL", server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] export() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "export.json", "{\"format\":1,\"runs\":[\"a\"]}");
            add(zip, "runs/a/run.json", "{\"id\":\"a\",\"number\":7}");
            add(zip, "runs/a/records.ndjson", RECORDS);
            add(zip, "blobs/" + BLOB, "hello");
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, String content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 5, 4, 9, 30));
        zip.putNextEntry(entry);
        zip.write(content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains("zip"))
                    .toList();
        }
    }

    @Test
    void anExportIsWrittenWholeUnderItsName() throws IOException {
        assertThat(cli.run("export", "a", "b", "a", "runs.zip")).isZero();

        assertThat(cli.out())
                .isEqualTo("1 run with 1 file exported to " + folder.resolve("runs.zip") + ", " + export().length
                        + " bytes\n");
        assertThat(server.asked().getFirst().json()).isEqualTo(Map.of("runs", List.of("a", "b")));
        assertThat(folder.resolve("runs.zip")).hasBinaryContent(export());
        assertThat(files()).containsExactly("runs.zip");
    }

    @Test
    void aFileThatIsThereStaysUnlessItIsToBeReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("runs.zip"), "mine");
        assertThat(cli.run("export", "a", "runs.zip")).isEqualTo(5);
        assertThat(cli.err()).contains("must be new but exists; add --overwrite");
        assertThat(file).hasContent("mine");
        assertThat(server.asked()).isEmpty();

        assertThat(cli.run("export", "a", "runs.zip", "--overwrite")).isZero();
        assertThat(file).hasBinaryContent(export());
    }

    @Test
    void whatIsRefusedOrCutLeavesNoFile() throws IOException {
        server.on("POST /exports", asked -> Told.problem(409, "WRONG_STATE", ""));
        assertThat(cli.run("export", "a", "runs.zip")).isEqualTo(5);
        server.on("POST /exports", asked -> new Told(200, new byte[] {'P', 'K'}, Map.of()));
        assertThat(cli.run("export", "a", "runs.zip")).isEqualTo(2);
        assertThat(cli.run("export", "a", "nowhere/runs.zip")).isEqualTo(3);
        assertThat(cli.run("export", "a")).isEqualTo(2);

        assertThat(files()).isEmpty();
    }

    /** A server that takes the records one by one, and blobs when it misses them. */
    private List<String> importing(int number) {
        List<String> taken = new ArrayList<>();
        List<String> blobs = new ArrayList<>();
        server.on(
                        "PUT /imports/a",
                        asked -> taken.isEmpty()
                                ? Told.problem(409, "WRONG_STATE", ", \"nextRecord\": 0")
                                : Told.json(201, RUN.formatted(number)))
                .on("POST /imports/a/records", asked -> {
                    if (blobs.isEmpty()) {
                        return Told.problem(409, "WRONG_STATE", ", \"missingBlobs\": [\"" + BLOB + "\"]");
                    }
                    taken.add(asked.text());
                    return Told.json(200, "{\"nextRecord\": 2}");
                })
                .on("PUT /blobs/" + BLOB, asked -> {
                    blobs.add(asked.text());
                    return Told.json(201, "{}");
                });
        return taken;
    }

    @Test
    void anImportSendsWhatTheServerLacks() throws IOException {
        Files.write(folder.resolve("runs.zip"), export());
        List<String> taken = importing(7);

        assertThat(cli.run("import", "runs.zip")).isZero();

        assertThat(cli.out()).isEqualTo("1 run imported, 0 were there already\n");
        assertThat(cli.err()).isEmpty();
        assertThat(taken).containsExactly(RECORDS);
        assertThat(server.lines())
                .containsExactly(
                        "PUT /imports/a",
                        "POST /imports/a/records",
                        "PUT /blobs/" + BLOB,
                        "POST /imports/a/records",
                        "PUT /imports/a");
        assertThat(server.asked().getFirst().query())
                .isEqualTo(Map.of(
                        "sha256",
                        Sha256.of(RECORDS.getBytes(StandardCharsets.UTF_8)).hex(),
                        "records",
                        "2"));
    }

    @Test
    void anotherNumberIsTold() throws IOException {
        Files.write(folder.resolve("runs.zip"), export());
        importing(9);

        assertThat(cli.run("import", "runs.zip")).isZero();

        assertThat(cli.err()).contains("run 'a' has the number 9 here: another run of its experiment has its 7");
    }

    @Test
    void aServerThatAsksForTheSameForEverIsGivenUp() throws IOException {
        Files.write(folder.resolve("runs.zip"), export());
        server.on("PUT /imports/a", asked -> Told.problem(409, "WRONG_STATE", ", \"nextRecord\": 0"))
                .on("POST /imports/a/records", asked -> Told.json(200, "{\"nextRecord\": 2}"));
        assertThat(cli.run("import", "runs.zip")).isEqualTo(5);

        server.on(
                "POST /imports/a/records",
                asked -> Told.problem(409, "WRONG_STATE", ", \"missingBlobs\": [\"" + "0".repeat(64) + "\"]"));
        assertThat(cli.run("import", "runs.zip")).isEqualTo(2);
        assertThat(cli.err()).contains("lacks 'blobs/000");
    }

    @Test
    void aWordThatIsNoFormatIsAFile() {
        assertThat(cli.run("import")).isZero();
        assertThat(cli.out()).contains("az-ml:").contains("FILE :");
        assertThat(cli.run("import", "nothing.zip")).isEqualTo(3);
        assertThat(cli.run("import", "az-ml", "nothing.json")).isEqualTo(3);
        assertThat(cli.run("import", "-o", "json")).isEqualTo(2);
        assertThat(server.asked()).isEmpty();
    }
}
