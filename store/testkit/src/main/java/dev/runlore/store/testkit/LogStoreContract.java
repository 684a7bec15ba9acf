// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Sha256;
import dev.runlore.store.LogGapException;
import dev.runlore.store.LogStore.RunLog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Text logs: appended by offset, each byte once, sealed into artifacts. */
public abstract class LogStoreContract extends StoreContract {
    private static final ArtifactPath PATH = new ArtifactPath("azureml-logs/70_driver_log.txt");

    @BeforeEach
    void makeRun() {
        createRun(RUN);
    }

    private long append(long offset, String text) {
        return store.logs().append(RUN, PATH, offset, text.getBytes(StandardCharsets.UTF_8));
    }

    private String read(long from, int most) {
        return new String(store.logs().read(RUN, PATH, from, most), StandardCharsets.UTF_8);
    }

    @Test
    void anAppendMayBeRepeatedAndOverlap() {
        assertThat(append(0, "one\n")).isEqualTo(4);
        assertThat(append(0, "one\n")).isEqualTo(4);
        assertThat(append(2, "e\ntwo\n")).isEqualTo(8);
        assertThat(append(1, "ne")).isEqualTo(8);
        assertThat(append(8, "")).isEqualTo(8);

        reopen();
        assertThat(read(0, 100)).isEqualTo("one\ntwo\n");
        assertThat(read(3, 3)).isEqualTo("\ntw");
        assertThat(read(8, 100)).isEmpty();
        assertThat(read(800, 100)).isEmpty();
        assertThat(store.logs().list(RUN)).containsExactly(new RunLog(RUN, PATH, 0, 8));
    }

    @Test
    void anAppendBeyondTheEndIsRefusedWithTheSize() {
        append(0, "one\n");

        assertThatThrownBy(() -> append(5, "x"))
                .isInstanceOfSatisfying(
                        LogGapException.class, gap -> assertThat(gap.size()).isEqualTo(4));
        assertThat(read(0, 100)).isEqualTo("one\n");
    }

    @Test
    void aLogOfAnUnknownRunIsNotFound() {
        RunStoreContract.assertCode(
                ErrorCode.NOT_FOUND, () -> store.logs().append(new RunId("none"), PATH, 0, new byte[1]));
        RunStoreContract.assertCode(ErrorCode.NOT_FOUND, () -> read(0, 1));
    }

    @Test
    void anEndedRunsLogIsSealedIntoItsArtifactAndGoesOnThere() {
        append(0, "one\n");
        assertThat(store.logs().unsealed()).isEmpty();
        direct(RUN, status(RunStatus.Completed));
        assertThat(store.logs().unsealed()).containsExactly(new RunLog(RUN, PATH, 0, 4));
        append(4, "late\n");

        Sha256 blob = Sha256.of("one\n".getBytes(StandardCharsets.UTF_8));
        store.logs().seal(RUN, PATH, blob, 4);

        assertThat(store.runs().findArtifact(RUN, PATH)).contains(new Artifact(PATH, Optional.of(blob), 4, START));
        assertThat(store.logs().unsealed()).containsExactly(new RunLog(RUN, PATH, 4, 9));
        assertThat(read(4, 100)).isEqualTo("late\n");
        RunStoreContract.assertCode(ErrorCode.INVALID_ARGUMENT, () -> read(3, 100));

        Sha256 whole = Sha256.of("one\nlate\n".getBytes(StandardCharsets.UTF_8));
        store.logs().seal(RUN, PATH, whole, 9);
        store.logs().seal(RUN, PATH, blob, 4);
        assertThat(store.runs().findArtifact(RUN, PATH).orElseThrow().blob()).contains(whole);
        assertThat(store.logs().unsealed()).isEmpty();
        assertThat(store.logs().list(RUN)).isEmpty();
        assertThat(store.logs().find(RUN, PATH)).contains(new RunLog(RUN, PATH, 9, 9));
        assertThat(append(9, "later\n")).isEqualTo(15);
        assertThat(read(9, 100)).isEqualTo("later\n");
    }

    @Test
    void aLogCannotBeSealedBeyondItsEnd() {
        append(0, "one\n");

        RunStoreContract.assertCode(
                ErrorCode.WRONG_STATE, () -> store.logs().seal(RUN, PATH, Sha256.of(new byte[0]), 5));
        assertThat(read(0, 100)).isEqualTo("one\n");
    }

    @Test
    void aGrowingLogIsNotReplacedByAnArtifact() {
        append(0, "one\n");
        RunRecord put = new RunRecord.PutArtifact(PATH, Optional.of(Sha256.of(new byte[0])), 0);

        RunStoreContract.assertCode(ErrorCode.WRONG_STATE, () -> direct(RUN, put));
        store.logs().seal(RUN, PATH, Sha256.of("one\n".getBytes(StandardCharsets.UTF_8)), 4);
        direct(RUN, put);
        assertThat(append(0, "anew")).isEqualTo(4);
    }

    @Test
    void aLogIsCutAtItsLimitWithALineThatSaysSo() {
        byte[] part = new byte[16 * 1024 * 1024];
        Arrays.fill(part, (byte) 'x');
        long size = 0;
        for (int i = 0; i < 5; i++) {
            size = store.logs().append(RUN, PATH, size, part);
        }

        assertThat(size).isEqualTo(Limits.LOG_BYTES);
        assertThat(store.logs().append(RUN, PATH, size + 5, new byte[10])).isEqualTo(Limits.LOG_BYTES);
        assertThat(read(Limits.LOG_BYTES - 50, 1_000)).endsWith("x\n[cut here: a log has at most 64 MiB]\n");
    }
}
