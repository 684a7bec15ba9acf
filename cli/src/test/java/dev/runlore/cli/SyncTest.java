// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.cli.TestingServer.Asked;
import dev.runlore.cli.TestingServer.Told;
import dev.runlore.domain.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code runlore sync} against a server that numbers records as the contract says. */
class SyncTest {
    private static final String WRITER = "0a1b2c3d-0000-4000-8000-00000000000";

    @TempDir
    Path folder;

    private TestingServer server;
    private CalledCli cli;
    private final TreeMap<Long, String> stored = new TreeMap<>();
    private final List<String> firsts = new ArrayList<>();
    private long next;

    @BeforeEach
    void start() throws IOException {
        server = new TestingServer();
        server.on("POST /runs/r1/records", this::take);
        cli = new CalledCli(folder).with("RUNLORE_URL", server.url());
        Files.createDirectories(folder.resolve("data/spool"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void segmentsArriveInOrderAndAreDeletedWithTheirFolder() throws IOException {
        segment(1, "000000", 0, 3);
        segment(1, "000001", 3, 2);
        assertThat(cli.run("sync")).isZero();
        assertThat(cli.out())
                .isEqualTo("5 records of 1 writers sent, 0 rejected; 0 writers are still logging, 0 spools are kept\n");
        assertThat(stored.values()).containsExactly(line(0), line(1), line(2), line(3), line(4));
        assertThat(server.asked().getFirst().query())
                .containsEntry("writer", WRITER + "1")
                .containsEntry("first", "0");
        assertThat(folder.resolve("data/spool")).isEmptyDirectory();
    }

    @Test
    void aTornLastLineWasNeverLoggedAndIsLeftOut() throws IOException {
        Path segment = segment(1, "000000", 0, 2);
        Files.writeString(segment, Files.readString(segment) + "{\"n\":2,\"m\":\"lo");
        assertThat(cli.run("sync")).isZero();
        assertThat(stored.values()).containsExactly(line(0), line(1));
        assertThat(folder.resolve("data/spool")).isEmptyDirectory();
    }

    @Test
    void recordsThatTheServerHasAreNotStoredTwice() throws IOException {
        segment(1, "000000", 0, 3);
        segment(1, "000001", 3, 3);
        next = 4;
        assertThat(cli.run("sync")).isZero();
        assertThat(stored.values()).containsExactly(line(4), line(5));
    }

    @Test
    void aServerThatWaitsForRecordsThatAreGoneIsToldOfTheGap() throws IOException {
        segment(1, "000001", 5, 2);
        next = 2;
        assertThat(cli.run("sync")).isZero();
        assertThat(firsts).containsExactly("5", "5 gap");
        assertThat(stored.values()).containsExactly(line(5), line(6));
    }

    @Test
    void aRejectedRecordIsToldAndPassedOver() throws IOException {
        segment(1, "000000", 0, 2);
        server.on(
                "POST /runs/r1/records",
                asked -> Told.json(
                        200,
                        "{\"nextRecord\": 2, \"revision\": 1, \"rejected\":"
                                + " [{\"n\": 1, \"m\": \"loss\", \"code\": \"INVALID_ARGUMENT\", \"detail\": \"bad\\u001b[2J\"}]}"));
        assertThat(cli.run("sync")).isZero();
        assertThat(cli.err()).isEqualTo("runlore: warning: record 1 of run r1 was rejected: bad\\u001b[2J\n");
        assertThat(folder.resolve("data/spool")).isEmptyDirectory();
    }

    @Test
    void aRequestThatIsTooLargeIsHalvedAndARecordThatIsBecomesAWarning() throws IOException {
        Path segment = segment(1, "000000", 0, 3);
        Files.writeString(
                segment, Files.readString(segment) + "{\"n\":3,\"v\":\"" + "x".repeat(500) + "\"}\n" + line(4) + "\n");
        server.on(
                "POST /runs/r1/records",
                asked -> asked.body().length > 200 ? Told.problem(413, "TOO_LARGE", "") : take(asked));
        assertThat(cli.run("sync")).isZero();
        assertThat(stored.get(3L)).contains("\"warning\":\"record 3 was left out: it has 515 bytes");
        assertThat(stored.get(4L)).isEqualTo(line(4));
        assertThat(stored).hasSize(5);
    }

    @Test
    void aRefusedTokenKeepsTheSpool() throws IOException {
        Path segment = segment(1, "000000", 0, 2);
        server.on("POST /runs/r1/records", asked -> Told.problem(401, "UNAUTHENTICATED", ""));
        assertThat(cli.run("sync")).isEqualTo(4);
        assertThat(cli.err()).contains("is kept: UNAUTHENTICATED of the test");
        assertThat(segment).exists();
        server.on("POST /runs/r1/records", this::take);
        assertThat(cli.run("sync")).isZero();
        assertThat(stored).hasSize(2);
    }

    @Test
    void aBusyServerIsAskedAgain() throws IOException {
        segment(1, "000000", 0, 2);
        int[] refusals = {0};
        server.on(
                "POST /runs/r1/records",
                asked -> refusals[0]++ < 2 ? Told.problem(503, "UNAVAILABLE", "") : take(asked));
        assertThat(cli.run("sync")).isZero();
        assertThat(stored).hasSize(2);
    }

    @Test
    void blobsGoBeforeTheRecordsThatNameThem() throws IOException {
        byte[] bytes = "model".getBytes(StandardCharsets.UTF_8);
        Path file = segment(1, "000000", 0, 1)
                .resolveSibling("files")
                .resolve(Sha256.of(bytes).hex());
        Files.createDirectories(file.resolveSibling("x").resolve("..").normalize());
        Files.write(file, bytes);
        Files.write(file.resolveSibling("12.part"), bytes);
        server.on("PUT /blobs/*", asked -> Told.json(201, ""));
        assertThat(cli.run("sync")).isZero();
        assertThat(server.lines())
                .containsExactly(
                        "HEAD /blobs/" + Sha256.of(bytes), "PUT /blobs/" + Sha256.of(bytes), "POST /runs/r1/records");
        assertThat(server.asked().get(1).body()).isEqualTo(bytes);
        assertThat(folder.resolve("data/spool")).isEmptyDirectory();
    }

    @Test
    void aRecordWhoseBlobIsGoneBecomesAWarningAndHoldsNothingBack() throws IOException {
        String sha256 = "ab".repeat(32);
        Path segment = segment(1, "000000", 0, 1);
        Files.writeString(
                segment,
                line(0) + "\n{\"n\":1,\"artifact\":{\"path\":\"a\",\"sha256\":\"" + sha256 + "\",\"size\":1}}\n"
                        + line(2) + "\n");
        server.on(
                "POST /runs/r1/records",
                asked -> asked.text().contains(sha256 + "\",\"size")
                        ? Told.problem(409, "WRONG_STATE", ", \"missingBlobs\": [\"" + sha256 + "\"]")
                        : take(asked));
        assertThat(cli.run("sync")).isZero();
        assertThat(stored.get(1L)).contains("it names the blob " + sha256 + ", but the spool has no such file");
        assertThat(stored.get(2L)).isEqualTo(line(2));
    }

    @Test
    void aSnapshotGoesWithTheFilesThatItsManifestNames() throws IOException {
        Path segment = segment(1, "000000", 0, 1);
        String file = kept(segment, "print(1)\n");
        String manifest = kept(segment, "f " + file + " 9 train.py\n");
        Files.writeString(segment, line(0) + "\n" + snapshot(1, manifest) + "\n");
        List<String> blobs = new ArrayList<>();
        server.on("PUT /blobs/*", asked -> {
            blobs.add(asked.text());
            return Told.json(201, "");
        });
        assertThat(cli.run("sync")).isZero();
        assertThat(blobs).containsExactlyInAnyOrder("print(1)\n", "f " + file + " 9 train.py\n");
        assertThat(server.lines().getLast()).isEqualTo("POST /runs/r1/records");
        assertThat(stored.get(1L)).isEqualTo(snapshot(1, manifest));
        assertThat(folder.resolve("data/spool")).isEmptyDirectory();
    }

    @Test
    void aSnapshotThatLacksAFileBecomesAWarningAndHoldsNothingBack() throws IOException {
        String gone = "ab".repeat(32);
        Path segment = segment(1, "000000", 0, 1);
        String manifest = kept(segment, "f " + gone + " 9 train.py\n");
        Files.writeString(segment, line(0) + "\n" + snapshot(1, manifest) + "\n" + line(2) + "\n");
        server.on("PUT /blobs/*", asked -> Told.json(201, ""));
        server.on(
                "POST /runs/r1/records",
                asked -> asked.text().contains("\"snapshot\"")
                        ? Told.problem(409, "WRONG_STATE", ", \"missingBlobs\": [\"" + gone + "\"]")
                        : take(asked));
        assertThat(cli.run("sync")).isZero();
        assertThat(stored.get(1L))
                .contains("record 1 was left out: it names the blob " + gone + ", but the spool has no such file");
        assertThat(stored.get(2L)).isEqualTo(line(2));
    }

    private static String snapshot(int n, String manifest) {
        return "{\"n\":" + n + ",\"t\":1,\"snapshot\":{\"sha256\":\"" + manifest + "\",\"size\":78}}";
    }

    /** Puts bytes on the spool of a segment; answers their SHA-256. */
    private static String kept(Path segment, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String sha256 = Sha256.of(bytes).hex();
        Files.write(Files.createDirectories(segment.resolveSibling("files")).resolve(sha256), bytes);
        return sha256;
    }

    @Test
    void aSpoolWithAUrlIsSentOnlyThereAndWithoutTheTokenOfAnother() throws IOException {
        segment(1, "000000", 0, 1);
        Files.writeString(
                folder.resolve("data/spool/r1/" + WRITER + "1/spool.json"),
                "{\"format\": 1, \"url\": \"" + server.url() + "\"}");
        try (TestingServer other = new TestingServer()) {
            cli.with("RUNLORE_URL", other.url()).with("RUNLORE_TOKEN", "secret");
            assertThat(cli.run("sync")).isZero();
            assertThat(other.asked()).isEmpty();
        }
        assertThat(server.asked()).hasSize(1);
        assertThat(server.asked().getFirst().authorization()).isNull();
    }

    @Test
    void aLaterFormatIsKeptForALaterVersion() throws IOException {
        Path segment = segment(1, "000000", 0, 1);
        Files.writeString(segment.resolveSibling("spool.json"), "{\"format\": 2}");
        assertThat(cli.run("sync")).isEqualTo(1);
        assertThat(cli.err()).contains("its format is 2 and this version reads format 1");
        assertThat(segment).exists();
    }

    @Test
    void aWriterThatLivesIsLeftAloneAndItsEndIsSeen() throws Exception {
        Path segment = segment(1, "000000", 0, 1);
        segment(2, "000000", 0, 1);
        Process python = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl,sys; f=open(sys.argv[1],'r+b'); fcntl.lockf(f, fcntl.LOCK_EX, 1); print('held', flush=True); sys.stdin.read()",
                        segment.resolveSibling("lock").toString())
                .start();
        try (BufferedReader said = python.inputReader()) {
            assertThat(said.readLine()).isEqualTo("held");
            assertThat(cli.run("sync")).isZero();
            assertThat(cli.out()).startsWith("1 records of 1 writers sent, 0 rejected; 1 writers are still logging");
            assertThat(segment).exists();
        } finally {
            python.destroy();
            python.waitFor();
        }
        assertThat(cli.run("sync")).isZero();
        assertThat(segment).doesNotExist();
    }

    @Test
    void pythonSeesTheLockThatSyncHolds() throws Exception {
        Path lock = segment(1, "000000", 0, 1).resolveSibling("lock");
        List<String> seen = new ArrayList<>();
        server.on("POST /runs/r1/records", asked -> {
            seen.add(triedByPython(lock));
            return take(asked);
        });
        assertThat(cli.run("sync")).isZero();
        assertThat(seen).containsExactly("busy");
    }

    private static String triedByPython(Path lock) {
        try {
            Process python = new ProcessBuilder("python3", "-c", """
                            import fcntl, sys
                            try:
                                fcntl.lockf(open(sys.argv[1], "r+b"), fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
                                print("free")
                            except OSError:
                                print("busy")
                            """, lock.toString()).start();
            return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stores as the contract says: skips what is there, refuses what is above. */
    private Told take(Asked asked) {
        long first = Long.parseLong(asked.query().get("first"));
        boolean gap = asked.query().containsKey("gap");
        firsts.add(first + (gap ? " gap" : ""));
        if (first > next && !gap) {
            return Told.problem(409, "WRONG_STATE", ", \"nextRecord\": " + next);
        }
        long number = first;
        next = gap ? first : next;
        for (String record : asked.text().split("\n")) {
            if (number >= next) {
                stored.put(number, record);
                next = number + 1;
            }
            number++;
        }
        return Told.json(200, "{\"nextRecord\": " + next + ", \"revision\": 1, \"rejected\": []}");
    }

    private Path segment(int writer, String name, int first, int count) throws IOException {
        Path spool = Files.createDirectories(folder.resolve("data/spool/r1/" + WRITER + writer));
        Files.writeString(spool.resolve("spool.json"), "{\"format\": 1}");
        Files.writeString(spool.resolve("lock"), "");
        StringBuilder lines = new StringBuilder();
        for (int n = first; n < first + count; n++) {
            lines.append(line(n)).append('\n');
        }
        return Files.writeString(spool.resolve(name + ".ndjson"), lines);
    }

    private static String line(int n) {
        return "{\"n\":" + n + ",\"t\":1,\"m\":\"loss\",\"v\":0.5}";
    }
}
