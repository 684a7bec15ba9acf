// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed by itself and when, as the tables show it. */
final class SealerTest {
    private static final RunId RUN = new RunId("run");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Store store;
    private Session session;

    @BeforeEach
    void open() {
        store = TestingStores.open(folder, InstantSource.system());
        session = new Database(folder).openReader();
        RunDraft draft = RunDraft.of(RUN, "iris", User.named("anna"));
        store.runs().append(RUN, Writer.DIRECT, List.of(new RunRecord.Create(draft, WriterFacts.UNKNOWN)));
    }

    @AfterEach
    void close() {
        session.close();
        store.close();
    }

    private void reopen() {
        store.close();
        store = TestingStores.open(folder, InstantSource.system());
    }

    /** Points of a metric, numbered on from a first step. */
    private void log(String metric, int first, int count) {
        log(Writer.DIRECT, metric, first, count);
    }

    private void log(Writer writer, String metric, int first, int count) {
        List<RunRecord> records = new ArrayList<>();
        for (int step = first; step < first + count; step++) {
            records.add(new RunRecord.Rows(
                    metric,
                    MetricKind.SCALAR,
                    1_000L + step,
                    OptionalDouble.of(step),
                    Map.of("", List.of(Cell.of(step / 7.0)))));
        }
        store.runs().append(RUN, writer, records);
    }

    private void complete() {
        store.runs()
                .append(
                        RUN,
                        Writer.DIRECT,
                        List.of(new RunRecord.Status(RunStatus.Completed, Optional.empty(), Optional.empty())));
    }

    private long count(String table) {
        return session.number("SELECT count(*) FROM " + table);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(10);
        }
    }

    private void assertPoints(String metric, int count) {
        List<Optional<Cell>> expected = new ArrayList<>();
        for (int step = 0; step < count; step++) {
            expected.add(Optional.of(Cell.of(step / 7.0)));
        }
        assertThat(store.metrics()
                        .points(RUN, metric, Optional.empty(), 100_000, Optional.empty())
                        .columns()
                        .getOrDefault("", Cells.of(List.of())))
                .isEqualTo(expected);
    }

    @Test
    void aRunThatHasManyPointsIsPackedWhileItGoesOn() throws Exception {
        for (int first = 0; first < 70_000; first += 10_000) {
            log("loss", first, 10_000);
        }
        await(() -> count("metric_chunk") > 0);
        await(() -> session.number("SELECT coalesce(sum(n), 0) FROM metric_log") < 65_536);
        assertPoints("loss", 70_000);
    }

    @Test
    void aRunThatEndsWithFewPointsHasOneLogRow() throws Exception {
        for (int step = 0; step < 40; step++) {
            log("loss", step, 1);
            log("accuracy", step, 1);
        }
        assertThat(count("metric_log")).isEqualTo(80);
        complete();
        await(() -> count("metric_log") == 1);
        assertThat(count("metric_chunk")).isZero();
        assertPoints("loss", 40);
        assertPoints("accuracy", 40);
        log("loss", 40, 5);
        assertPoints("loss", 45);
    }

    @Test
    void aRunThatEndsWithMorePointsIsPackedButNotItsSmallMetrics() throws Exception {
        for (int step = 0; step < 2_000; step += 100) {
            log("loss", step, 100);
        }
        log("accuracy", 0, 3);
        complete();
        await(() -> count("metric_chunk") == 1);
        assertThat(count("metric_log")).isEqualTo(1);
        assertPoints("loss", 2_000);
        assertPoints("accuracy", 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_500, 3_000})
    void aRunThatEndedBeforeTheStoreClosedIsPackedWhenItOpens(int pointsOfARequest) throws Exception {
        for (int first = 0; first < 3_000; first += pointsOfARequest) {
            log("loss", first, pointsOfARequest);
        }
        session.close();
        store.close();
        try (Session writer = new Database(folder).openWriter()) {
            assertThat(writer.update("UPDATE run SET status = 'Completed', ended = started"))
                    .isEqualTo(1);
        }
        store = TestingStores.open(folder, InstantSource.system());
        session = new Database(folder).openReader();
        await(() -> count("metric_chunk") == 1);
        assertThat(count("metric_log")).isZero();
        reopen();
        assertPoints("loss", 3_000);
    }

    @Test
    void whatIsLeftInTheLogIsFoundWhenItIsSentAgain() throws Exception {
        log("accuracy", 0, 3);
        log("loss", 0, 2_000);
        log("accuracy", 3, 3);
        complete();
        await(() -> count("metric_chunk") == 1);
        log("loss", 2_000, 10);
        assertThat(count("metric_log")).isEqualTo(2);

        log(Writer.UNNUMBERED, "accuracy", 0, 6);
        log(Writer.UNNUMBERED, "loss", 0, 2_010);
        reopen();
        log(Writer.UNNUMBERED, "accuracy", 0, 7);
        log(Writer.UNNUMBERED, "loss", 0, 2_011);

        assertPoints("accuracy", 7);
        assertPoints("loss", 2_011);
    }

    @Test
    void chunksGrowInTiersAndAreNotCutSmall() {
        for (int first = 0; first < 200_000; first += 2_000) {
            log("loss", first, 2_000);
            store.metrics().seal(RUN);
        }
        assertThat(count("metric_log")).isZero();
        assertThat(count("metric_chunk")).isLessThanOrEqualTo(12);
        assertThat(session.number("SELECT sum(rows) FROM metric_chunk")).isEqualTo(200_000);
        assertThat(session.number("SELECT max(rows) FROM metric_chunk")).isEqualTo(65_536);
    }

    @Test
    void aPurgedRunLeavesNoChunk() {
        log("loss", 0, 3_000);
        log("loss", 3_000, 3_000);
        store.metrics().seal(RUN);
        assertThat(count("metric_chunk")).isEqualTo(1);
        complete();
        store.purges().purge(RUN);
        while (!store.purges().removeSome().done()) {
            // the next slice
        }
        for (String table : List.of("metric_chunk", "metric_log", "series", "run")) {
            assertThat(count(table)).isZero();
        }
    }
}
