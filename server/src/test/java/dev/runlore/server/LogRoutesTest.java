// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.ArtifactRoutesTest.assertProblem;
import static dev.runlore.server.ServedFolder.header;
import static dev.runlore.server.ServedFolder.json;
import static dev.runlore.server.ServedFolder.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Writer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRoutesTest {
    private static final String LOGS = "/api/v1/runs/r/logs";
    private static final String DRIVER = "azureml-logs/70_driver_log.txt";
    private static final String ARTIFACT = "/api/v1/runs/r/artifacts?path=" + DRIVER;

    @TempDir
    Path folder;

    private ServedFolder served;

    @BeforeEach
    void serve() throws Exception {
        served = new ServedFolder(folder);
        served.run("r");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpResponse<byte[]> append(long offset, String bytes) throws Exception {
        return served.octets(
                "POST", LOGS + "?path=" + DRIVER + "&offset=" + offset, bytes.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> read(long from) throws Exception {
        return served.get(LOGS + "?path=" + DRIVER + "&from=" + from);
    }

    private void complete() throws Exception {
        assertThat(served.post("/api/v1/runs/r/complete", "{}").statusCode()).isEqualTo(200);
    }

    private static void eventually(Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.sleep(50);
        }
    }

    @Test
    void appendsAreRepeatedWithoutHarmAndGapsAreRefused() throws Exception {
        assertThat(text(append(0, "epoch 1\n"))).isEqualTo("{\"size\":8}");
        assertThat(text(append(0, "epoch 1\n"))).isEqualTo("{\"size\":8}");
        assertThat(text(append(4, "h 1\nepoch 2\n"))).isEqualTo("{\"size\":16}");
        HttpResponse<byte[]> gap = append(17, "x");
        assertThat(gap.statusCode()).isEqualTo(409);
        assertThat(json(gap).get("size").longValue()).isEqualTo(16);
        assertThat(json(gap).get("code").textValue()).isEqualTo("WRONG_STATE");
        assertThat(text(read(0))).isEqualTo("epoch 1\nepoch 2\n");
    }

    @Test
    void aLiveLogIsReadFromAnyByte() throws Exception {
        append(0, "epoch 1\nepoch 2\n");
        HttpResponse<byte[]> piece = read(8);
        assertThat(text(piece)).isEqualTo("epoch 2\n");
        assertThat(header(piece, "Runlore-Log-Size")).isEqualTo("16");
        assertThat(header(piece, "Runlore-Log-Ended")).isEqualTo("false");
        assertThat(header(piece, "Content-Disposition")).isEqualTo("attachment");
        assertThat(text(read(16))).isEmpty();
        assertThat(text(read(99))).isEmpty();
        assertThat(json(served.get(LOGS)))
                .isEqualTo(ServedFolder.json("{'items':[{'path':'azureml-logs/70_driver_log.txt','size':16}]}"));
    }

    @Test
    void atTheRunsEndALogIsAnArtifactAndReadsAsBefore() throws Exception {
        append(0, "epoch 1\n");
        append(8, "epoch 2\n");
        complete();
        assertThat(text(served.get(ARTIFACT))).isEqualTo("epoch 1\nepoch 2\n");
        HttpResponse<byte[]> piece = read(3);
        assertThat(text(piece)).isEqualTo("ch 1\nepoch 2\n");
        assertThat(header(piece, "Runlore-Log-Size")).isEqualTo("16");
        assertThat(header(piece, "Runlore-Log-Ended")).isEqualTo("true");
        assertThat(json(served.get(LOGS)))
                .isEqualTo(ServedFolder.json("{'items':[{'path':'azureml-logs/70_driver_log.txt','size':16}]}"));
        assertThat(served.store.logs().list(new RunId("r"))).isEmpty();
    }

    @Test
    void aDamagedLogIsAnErrorThatNamesItsRunAndFile() throws Exception {
        append(0, "epoch 1\nepoch 2\n");
        complete();
        served.damage(Sha256.of("epoch 1\nepoch 2\n".getBytes(StandardCharsets.UTF_8)), 14);
        String damaged = "file 'azureml-logs/70_driver_log.txt' of run 'r' cannot be read: blob ";
        assertProblem(served.get(ARTIFACT), 500, damaged);
        assertProblem(read(0), 500, damaged);
        assertProblem(read(3), 500, damaged);
    }

    @Test
    void bytesThatComeAfterTheEndExtendTheArtifact() throws Exception {
        append(0, "epoch 1\n");
        complete();
        assertThat(text(append(4, "h 1\nlate\n"))).isEqualTo("{\"size\":13}");
        assertThat(text(read(0)) + text(read(8))).isEqualTo("epoch 1\n" + "late\n");
        eventually(() -> text(served.get(ARTIFACT)).equals("epoch 1\nlate\n"));
        assertThat(text(read(0))).isEqualTo("epoch 1\nlate\n");
        assertThat(append(14, "x").statusCode()).isEqualTo(409);
    }

    @Test
    void whatAStoppedServerLeftIsSealedAtTheNextStart() throws Exception {
        append(0, "epoch 1\n");
        served.store
                .runs()
                .append(
                        new RunId("r"),
                        Writer.DIRECT,
                        List.of(new RunRecord.Status(RunStatus.Completed, Optional.empty(), Optional.empty())));
        assertThat(served.get(ARTIFACT).statusCode()).isEqualTo(404);
        served.close();
        served = new ServedFolder(folder);
        eventually(() -> text(served.get(ARTIFACT)).equals("epoch 1\n"));
    }

    @Test
    void aLongLogIsReadInPiecesThatJoin() throws Exception {
        byte[] bytes = new byte[2_500_000];
        new Random(3).nextBytes(bytes);
        for (int at = 0; at < bytes.length; at += 700_000) {
            byte[] part = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 700_000));
            assertThat(served.octets("POST", LOGS + "?path=" + DRIVER + "&offset=" + at, part)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(whole()).isEqualTo(bytes);
        complete();
        assertThat(whole()).isEqualTo(bytes);
        assertThat(served.get(ARTIFACT).body()).isEqualTo(bytes);
    }

    private byte[] whole() throws Exception {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        while (true) {
            byte[] piece = read(all.size()).body();
            assertThat(piece.length).isLessThanOrEqualTo(1 << 20);
            if (piece.length == 0) {
                return all.toByteArray();
            }
            all.writeBytes(piece);
        }
    }

    @Test
    void aReaderSeesEveryByteWhileTheRunEnds() throws Exception {
        for (int round = 0; round < 20; round++) {
            String run = "r" + round;
            served.run(run);
            String path = "/api/v1/runs/" + run + "/logs?path=" + DRIVER;
            byte[] line = "0123456789".repeat(1000).getBytes(StandardCharsets.UTF_8);
            served.octets("POST", path + "&offset=0", line);
            Thread end = Thread.ofVirtual().start(() -> {
                try {
                    served.post("/api/v1/runs/" + run + "/complete", "{}");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < 10; i++) {
                assertThat(served.get(path + "&from=5").body().length).isEqualTo(9_995);
            }
            end.join();
        }
    }

    @Test
    void anyArtifactIsReadAsALogToo() throws Exception {
        served.octets("PUT", "/api/v1/runs/r/artifacts?path=logs/train.txt", "done\n".getBytes(StandardCharsets.UTF_8));
        assertThat(text(served.get(LOGS + "?path=logs/train.txt&from=2"))).isEqualTo("ne\n");
    }

    @Test
    void badRequestsAreNamed() throws Exception {
        assertProblem(served.get(LOGS + "?path=none"), 404, "artifact 'none'");
        assertProblem(served.get("/api/v1/runs/none/logs"), 404, "run 'none'");
        assertProblem(served.get(LOGS + "?path=../x"), 400, "must not have the segment '..'");
        assertProblem(served.get(LOGS + "?path=x&from=-1"), 400, "parameter 'from'");
        assertProblem(served.octets("POST", LOGS + "?path=x", new byte[1]), 400, "parameter 'offset' must be there");
        assertProblem(served.octets("POST", "/api/v1/runs/none/logs?path=x&offset=0", new byte[1]), 404, "run 'none'");
        assertThat(served.store.logs().find(new RunId("r"), new ArtifactPath("x")))
                .isEmpty();
    }
}
