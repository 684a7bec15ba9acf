// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots over HTTP, beyond what the examples of the API show. */
class SnapshotRoutesTest {
    private static final String WRITER = "6f1d3c52-8f0b-4b1e-9c55-3a1f6a3f0f7e";
    private static final String SNAPSHOTS = "/api/v1/snapshots";

    @TempDir
    private Path folder;

    private ServedFolder served;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedFolder(folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private static SnapshotFolder sources() {
        return new SnapshotFolder()
                .with("train.py", false, "print('été')\n".repeat(1_000))
                .with("bin/été 🌱.sh", true, "#!/bin/sh\n")
                .with("empty", false, "");
    }

    private HttpResponse<byte[]> records(long first, String... lines) throws Exception {
        return served.send(
                "POST",
                "/api/v1/runs/r/records?writer=" + WRITER + "&first=" + first,
                (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-ndjson; format=1");
    }

    private static String record(long n, Sha256 manifest, String rest) {
        return "{\"n\":" + n + ",\"t\":1,\"snapshot\":{\"sha256\":\"" + manifest + "\",\"size\":1" + rest + "}}";
    }

    private String snapshotOfRun() throws Exception {
        return ServedFolder.json(served.get("/api/v1/runs/r")).path("snapshot").asText();
    }

    private static List<String> missing(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).as(ServedFolder.text(answer)).isEqualTo(409);
        return ServedFolder.json(answer)
                .get("missingBlobs")
                .valueStream()
                .map(JsonNode::textValue)
                .toList();
    }

    @Test
    void aZipHasTheFilesWithTheirModesAndIsTheSameEachTime() throws Exception {
        Manifest manifest = sources().store(served);
        String path = SNAPSHOTS + "/" + manifest.id() + ".zip";
        byte[] zip = served.get(path).body();

        assertThat(served.get(path).body()).isEqualTo(zip);
        Map<String, String> read = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                read.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                assertThat(entry.getTimeLocal()).isEqualTo("1980-01-01T00:00:00");
            }
        }
        assertThat(read)
                .containsExactly(
                        Map.entry("bin/été 🌱.sh", "#!/bin/sh\n"),
                        Map.entry("empty", ""),
                        Map.entry("train.py", "print('été')\n".repeat(1_000)));
        assertThat(modes(zip)).containsEntry("/train.py", "rw-r--r--").containsEntry("/bin/été 🌱.sh", "rwxr-xr-x");
    }

    private Map<String, String> modes(byte[] zip) throws IOException {
        Path file = Files.write(folder.resolve("snapshot.zip"), zip);
        Map<String, String> modes = new LinkedHashMap<>();
        try (FileSystem files = FileSystems.newFileSystem(file, Map.of("enablePosixFileAttributes", "true"))) {
            for (String path : List.of("/train.py", "/bin/été 🌱.sh")) {
                modes.put(path, PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getPath(path))));
            }
        }
        return modes;
    }

    @Test
    void aDamagedFileCutsTheZip() throws Exception {
        Manifest manifest = sources().store(served);
        SnapshotFile train = manifest.files().getLast();
        served.damage(train.sha256(), 0);
        String damaged = "file '" + train.path() + "' of snapshot " + manifest.id() + " cannot be read";

        try (LogLines log = new LogLines()) {
            assertThatThrownBy(() -> served.get(SNAPSHOTS + "/" + manifest.id() + ".zip"))
                    .isInstanceOf(IOException.class);
            assertThat(log.errors()).anySatisfy(line -> assertThat(line).contains(damaged));
        }
        String file = SNAPSHOTS + "/" + manifest.id() + "/files?path=" + train.path();
        ArtifactRoutesTest.assertProblem(served.get(file), 500, damaged);
        ArtifactRoutesTest.assertProblem(served.get(file, "Range", "bytes=1-2"), 500, damaged);
    }

    @Test
    void aHeadOfAZipSendsNoBytes() throws Exception {
        Manifest manifest = sources().store(served);
        HttpResponse<byte[]> answer = served.send("HEAD", SNAPSHOTS + "/" + manifest.id() + ".zip", new byte[0]);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void theManifestComesBackByteForByte() throws Exception {
        Manifest manifest = sources().store(served);

        assertThat(served.get(SNAPSHOTS + "/" + manifest.id(), "Accept", "application/octet-stream")
                        .body())
                .isEqualTo(manifest.bytes());
    }

    @Test
    void aFileIsReadInPartAndBrowsersRunNothingOfIt() throws Exception {
        Manifest manifest = new SnapshotFolder()
                .with("page.html", false, "<script>1</script>")
                .store(served);
        HttpResponse<byte[]> answer =
                served.get(SNAPSHOTS + "/" + manifest.id() + "/files?path=page.html", "Range", "bytes=1-6");

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(ServedFolder.text(answer)).isEqualTo("script");
        assertThat(ServedFolder.header(answer, "Content-Security-Policy")).startsWith("sandbox");
        assertThat(ServedFolder.header(answer, "Content-Disposition")).startsWith("attachment");
        assertThat(ServedFolder.header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void anEmptyFolderIsASnapshotToo() throws Exception {
        HttpResponse<byte[]> answer = served.octets("PUT", SNAPSHOTS, new byte[0]);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(served.get(SNAPSHOTS + "/e3b0c44298fc1c149afbf4c8996fb92427ae41e4.zip")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void atMostTenThousandMissingBlobsAreToldAtOnce() throws Exception {
        SnapshotFolder many = new SnapshotFolder();
        for (int i = 0; i < 10_005; i++) {
            many.with("f" + i, false, "text " + i);
        }
        List<String> missing =
                missing(served.octets("PUT", SNAPSHOTS, many.manifest().bytes()));

        assertThat(missing).hasSize(10_000).doesNotHaveDuplicates();
    }

    @Test
    void aRecordNamesASnapshotWhoseBytesComeOneAfterTheOther() throws Exception {
        served.run("r");
        SnapshotFolder sources = sources();
        Manifest manifest = sources.manifest();
        String[] lines = {
            "{\"n\":0,\"t\":1,\"tag\":{\"before\":\"1\"}}",
            record(1, manifest.sha256(), ""),
            "{\"n\":2,\"t\":1,\"tag\":{\"after\":\"1\"}}"
        };

        HttpResponse<byte[]> answer = records(0, lines);
        assertThat(missing(answer)).containsExactly(manifest.sha256().hex());
        assertThat(ServedFolder.json(answer).get("nextRecord").intValue()).isEqualTo(1);
        assertThat(ServedFolder.json(served.get("/api/v1/runs/r")).get("tags"))
                .isEqualTo(ServedFolder.json("{'before':'1'}"));

        SnapshotFolder.putBlob(served, manifest.bytes());
        List<String> files = new ArrayList<>();
        manifest.files().forEach(file -> files.add(file.sha256().hex()));
        assertThat(missing(records(0, lines))).isEqualTo(files);

        sources.putBlobs(served);
        assertThat(ServedFolder.json(records(0, lines)).get("rejected")).isEmpty();
        assertThat(snapshotOfRun()).isEqualTo(manifest.id().value());
        assertThat(ServedFolder.json(served.get(SNAPSHOTS + "/" + manifest.id()))
                        .get("files")
                        .intValue())
                .isEqualTo(3);
    }

    @Test
    void aRecordWhoseManifestIsNoneIsRejectedAndTheOthersStay() throws Exception {
        served.run("r");
        Sha256 none = SnapshotFolder.putBlob(served, "l - 1 x\n".getBytes(StandardCharsets.UTF_8));
        Sha256 hostile = SnapshotFolder.putBlob(
                served, ("f " + "0".repeat(64) + " 1 .git/hooks/post-checkout\n").getBytes(StandardCharsets.UTF_8));
        SnapshotFolder lying = new SnapshotFolder().with("a", false, "123456789");
        lying.putBlobs(served);
        Sha256 wrongSize = SnapshotFolder.putBlob(
                served,
                new String(lying.manifest().bytes(), StandardCharsets.UTF_8)
                        .replace(" 9 ", " 3 ")
                        .getBytes(StandardCharsets.UTF_8));

        JsonNode answer = ServedFolder.json(records(
                0,
                record(0, none, ""),
                record(1, hostile, ""),
                record(2, wrongSize, ""),
                "{\"n\":3,\"t\":1,\"tag\":{\"k\":\"v\"}}"));

        assertThat(answer.get("nextRecord").intValue()).isEqualTo(4);
        assertThat(answer.get("rejected")
                        .valueStream()
                        .map(rejection -> rejection.get("n").intValue())
                        .toList())
                .containsExactly(0, 1, 2);
        assertThat(answer.at("/rejected/0/detail").textValue()).startsWith("line 1 of the manifest must be");
        assertThat(answer.at("/rejected/1/detail").textValue()).contains("must not reach into .git");
        assertThat(answer.at("/rejected/2/detail").textValue()).startsWith("size of 'a' must be 9");
        assertThat(snapshotOfRun()).isEmpty();
        assertThat(ServedFolder.json(served.get("/api/v1/runs/r")).get("tags"))
                .isEqualTo(ServedFolder.json("{'k':'v'}"));
    }

    @Test
    void anImplicitSnapshotGivesWayToTheFirstThatWasAskedFor() throws Exception {
        served.run("r");
        Manifest first = sources().store(served);
        Manifest second = new SnapshotFolder().with("b", false, "b").store(served);
        Manifest third = new SnapshotFolder().with("c", false, "c").store(served);

        records(0, record(0, first.sha256(), ",\"implicit\":true"));
        assertThat(snapshotOfRun()).isEqualTo(first.id().value());
        records(1, record(1, second.sha256(), ""));
        assertThat(snapshotOfRun()).isEqualTo(second.id().value());
        JsonNode answer = ServedFolder.json(records(2, record(2, third.sha256(), "")));
        assertThat(answer.at("/rejected/0/code").textValue()).isEqualTo("ALREADY_EXISTS");
        assertThat(snapshotOfRun()).isEqualTo(second.id().value());
    }

    @Test
    void aWritersFirstRecordNamesTheSnapshotThatItsRunIsMadeFrom() throws Exception {
        Manifest manifest = sources().manifest();
        String create = "{\"n\":0,\"t\":1,\"create\":{\"snapshot\":\"" + manifest.id() + "\"}}";

        HttpResponse<byte[]> early = records(0, create);
        assertThat(early.statusCode()).isEqualTo(404);
        assertThat(ServedFolder.text(early)).contains(manifest.id().value());
        sources().store(served);
        assertThat(records(0, create).statusCode()).isEqualTo(200);
        assertThat(snapshotOfRun()).isEqualTo(manifest.id().value());
    }

    @Test
    void damageOfAStoredManifestIsNoRejection() throws Exception {
        served.run("r");
        Manifest manifest = sources().manifest();
        sources().putBlobs(served);
        Sha256 name = SnapshotFolder.putBlob(served, manifest.bytes());
        Path blob = folder.resolve("data/blobs")
                .resolve(name.hex().substring(0, 2))
                .resolve(name.hex().substring(2));
        assertThat(blob.toFile().setWritable(true)).isTrue();
        try (InputStream zeros = new ByteArrayInputStream(new byte[manifest.bytes().length])) {
            Files.write(blob, zeros.readAllBytes());
        }

        assertThat(records(0, record(0, name, "")).statusCode()).isEqualTo(500);
        assertThat(ServedFolder.json(served.get("/api/v1/runs/r")).get("warnings"))
                .isEmpty();
    }
}
