// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Cell;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.store.Store;
import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Cut;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DamagedRowTest {
    @TempDir
    private Path folder;

    @Test
    void aDamagedRowIsAnErrorThatNamesItsRunAndOtherRunsAreFine() {
        RunId bad = new RunId("bad");
        RunId good = new RunId("good");
        try (Store store = TestingStores.open(folder, InstantSource.system())) {
            log(store, bad);
            log(store, good);
        }
        try (Session session = new Database(folder).openWriter()) {
            long run = session.number("SELECT run_key FROM run WHERE id = 'bad'");
            byte[] body = session.first("SELECT body FROM metric_log WHERE run_key = ?", row -> row.getBytes(1), run)
                    .orElseThrow();
            body[12] ^= 1;
            int changed = session.update("UPDATE metric_log SET body = ? WHERE run_key = ?", body, run);
            assertThat(changed).isEqualTo(1);
        }
        try (Store store = TestingStores.open(folder, InstantSource.system())) {
            assertThatThrownBy(() -> store.metrics().points(bad, "loss", Optional.empty(), 10, Optional.empty()))
                    .isInstanceOfSatisfying(
                            RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                    .hasMessageContaining("log row 0 of run 'bad' is damaged");
            assertThatThrownBy(() -> store.metrics()
                            .buckets(
                                    List.of(bad),
                                    "loss",
                                    "",
                                    new Cut(Axis.Own.STEP, Optional.empty(), Optional.empty(), 5)))
                    .isInstanceOf(RunloreException.class)
                    .hasMessageContaining("'bad'");
            assertThat(store.metrics()
                            .points(good, "loss", Optional.empty(), 10, Optional.empty())
                            .columns()
                            .get(""))
                    .containsExactly(Optional.of(Cell.of(0.5)));
        }
    }

    private static void log(Store store, RunId run) {
        RunRecord point = new RunRecord.Rows(
                "loss", MetricKind.SCALAR, 1, OptionalDouble.empty(), Map.of("", List.of(Cell.of(0.5))));
        RunDraft draft = RunDraft.of(run, "iris", User.named("anna"));
        store.runs().append(run, Writer.DIRECT, List.of(new RunRecord.Create(draft, WriterFacts.UNKNOWN), point));
    }
}
