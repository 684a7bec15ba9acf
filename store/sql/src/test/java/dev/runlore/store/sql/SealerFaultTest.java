// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealerFaultTest {
    @TempDir
    private Path folder;

    @Test
    void aReadThatFailsEndsTheSealingOfNothingElse() throws InterruptedException {
        TestingStores.open(folder, InstantSource.system()).close();
        try (Session session = new Database(folder).openBeside()) {
            session.execute("ALTER TABLE metric_log RENAME TO metric_log_away");
            try (Store store = TestingStores.open(folder, InstantSource.system())) {
                waitUntil(SealerFaultTest::sealerIsAsleepOrGone);
                session.execute("ALTER TABLE metric_log_away RENAME TO metric_log");
                logAndComplete(store, new RunId("long"));
                waitUntil(() -> session.number("SELECT count(*) FROM metric_chunk") == 1);
                assertThat(session.number("SELECT count(*) FROM metric_log")).isZero();
            }
        }
    }

    private static void logAndComplete(Store store, RunId run) {
        RunDraft draft = RunDraft.of(run, "iris", User.named("anna"));
        RunRecord points = new RunRecord.Rows(
                "loss",
                MetricKind.SCALAR,
                1,
                OptionalDouble.empty(),
                Map.of("", Collections.nCopies(2_000, Cell.of(0.5))));
        store.runs().append(run, Writer.DIRECT, List.of(new RunRecord.Create(draft, WriterFacts.UNKNOWN), points));
        RunRecord.Status end = new RunRecord.Status(RunStatus.Completed, Optional.empty(), Optional.empty());
        store.runs().append(run, Writer.DIRECT, List.of(end));
    }

    private static boolean sealerIsAsleepOrGone() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("store-sealer"))
                .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static void waitUntil(BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
