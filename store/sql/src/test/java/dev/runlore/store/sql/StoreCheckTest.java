// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterId;
import dev.runlore.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCheckTest {
    private static final List<Cell> CELLS = List.of(
            Cell.of(0.0),
            Cell.of(-0.0),
            Cell.of(Double.NaN),
            Cell.of(Double.POSITIVE_INFINITY),
            Cell.of(Double.NEGATIVE_INFINITY),
            Cell.of(Double.MIN_VALUE),
            Cell.of(0.1),
            Cell.of(3L),
            Cell.of(Long.MAX_VALUE),
            Cell.of(true),
            Cell.of("12"),
            Cell.of("été"),
            Cell.NONE);

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T08:00:00Z"));

    @TempDir
    private Path folder;

    private List<String> findings() {
        return StoreCheck.of(folder, (runs, of) -> {}).stream()
                .map(Finding::text)
                .toList();
    }

    private void change(String sql) {
        try (Session session = new Database(folder).openWriter()) {
            assertThat(session.update(sql)).isPositive();
        }
    }

    private Store open() {
        return TestingStores.open(folder, InstantSource.system());
    }

    private static void create(Store store, RunId run) {
        RunDraft draft = RunDraft.of(run, "iris", User.named("anna"));
        store.runs().append(run, Writer.DIRECT, List.of(new RunRecord.Create(draft, WriterFacts.UNKNOWN)));
    }

    private static RunRecord point(String metric, long time, OptionalDouble step, Cell cell) {
        return new RunRecord.Rows(metric, MetricKind.SCALAR, time, step, Map.of("", List.of(cell)));
    }

    private void twoRuns() {
        try (Store store = open()) {
            for (String id : List.of("bad", "good")) {
                RunId run = new RunId(id);
                create(store, run);
                List<RunRecord> points = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    points.add(point("loss", 1_000 + i, OptionalDouble.of(i), Cell.of(1.0 / (i + 1))));
                    points.add(point("note", 1_000 + i, OptionalDouble.empty(), Cell.of("n" + i)));
                }
                store.runs().append(run, Writer.DIRECT, points);
            }
        }
    }

    @Test
    void summariesOfRandomPointsAreThoseOfTheirPoints() {
        Random random = new Random(5);
        try (Store store = open()) {
            for (int r = 0; r < 20; r++) {
                RunId run = new RunId("run-" + r);
                create(store, run);
                Writer writer =
                        new Writer.Numbered(WriterId.parse("00000000-0000-4000-8000-00000000000" + r % 10), 0, false);
                List<RunRecord> points = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    OptionalDouble step =
                            random.nextInt(4) == 0 ? OptionalDouble.empty() : OptionalDouble.of(random.nextInt(8) - 2);
                    points.add(point(
                            "m" + random.nextInt(4), random.nextInt(5), step, CELLS.get(random.nextInt(CELLS.size()))));
                }
                store.runs().append(run, writer, points.subList(0, 30));
                if (r % 2 == 0) {
                    store.metrics().seal(run);
                }
                store.runs().append(run, r % 3 == 0 ? Writer.UNNUMBERED : Writer.DIRECT, points.subList(30, 60));
                if (r % 4 == 0) {
                    store.metrics().seal(run);
                }
            }
            assertThat(findings()).isEmpty();
        }
        assertThat(findings()).isEmpty();
    }

    @Test
    void aSummaryThatIsNotThatOfItsPointsIsToldWithItsRunAndMetric() {
        twoRuns();
        change("UPDATE series SET n = 4, min_v = 0.1 WHERE series_id = 1");

        assertThat(findings())
                .containsExactly(
                        "run 'bad': metric 'loss': its count is 4 but its points make it 5; " + Finding.REPAIR,
                        "run 'bad': metric 'loss': its smallest value is 0.1 but its points make it 0.2; "
                                + Finding.REPAIR);
    }

    @Test
    void whatFiltersCompareMustBeTheCellsNumber() {
        twoRuns();
        change("UPDATE series SET last_v = 7 WHERE series_id = 3");

        assertThat(findings())
                .containsExactly("run 'good': metric 'loss': its last value is found by filters as 7.0 but is 0.2; "
                        + Finding.REPAIR);
    }

    @Test
    void aDamagedLogRowIsToldWithItsRun() {
        twoRuns();
        change("UPDATE metric_log SET body = zeroblob(30) WHERE run_key = 1");

        assertThat(findings()).hasSize(1);
        assertThat(findings().getFirst())
                .startsWith("run 'bad': log row 0 is damaged: its checksum does not match, so its points are lost; ");
    }

    @Test
    void rowsThatMissEachOtherAreTold() {
        twoRuns();
        change("UPDATE metric_use SET runs = 3 WHERE key_id = 1");
        change("DELETE FROM series WHERE series_id = 2");
        change("UPDATE run SET next_log_row = 0 WHERE run_key = 2");
        change("DELETE FROM run WHERE run_key = 2");
        change("INSERT INTO run_log_file (run_key, path, workspace_id, start, size) VALUES (1, 'logs/a', 1, 0, 9)");

        assertThat(findings())
                .containsExactly(
                        "table series has 2 rows of runs that are not there; " + Finding.REPAIR,
                        "table metric_log has 1 rows of runs that are not there; " + Finding.REPAIR,
                        "metric 'loss' is counted in 3 runs of an experiment but is in 1; " + Finding.REPAIR,
                        "metric 'note' is counted in 2 runs of an experiment but is in 0; " + Finding.REPAIR,
                        "run 'bad': log 'logs/a' must have 9 bytes in the database but has 0; " + Finding.RESTORE,
                        "run 'bad': it has points of 1 series that are not there, such as 2; " + Finding.RESTORE);
    }

    @Test
    void aRepairMakesWhatIsDerivedAgainAndSetsAsideWhatCannotBeRead() throws IOException {
        twoRuns();
        try (Store store = open()) {
            RunId run = new RunId("bad");
            store.runs().append(run, Writer.DIRECT, List.of(point("loss", 9_000, OptionalDouble.of(9), Cell.of(0.01))));
        }
        change("UPDATE metric_log SET body = x'0102030405060708090a' WHERE run_key = 1 AND seq = 1");
        change("UPDATE series SET n = 4, min_v = 0.1 WHERE series_id = 3");
        change("UPDATE metric_use SET runs = 3 WHERE key_id = 1");
        change("INSERT INTO run_tag (run_key, key, workspace_id, position) VALUES (77, 'a', 1, 1)");
        List<Finding> findings = StoreCheck.of(folder, (runs, of) -> {});
        assertThat(findings).hasSize(5);

        List<String> done = StoreRepair.of(folder, findings, folder.resolve("damaged"), CLOCK);

        assertThat(findings()).isEmpty();
        assertThat(DatabaseCheck.of(folder).faults()).isEmpty();
        assertThat(done)
                .containsExactly(
                        "made every index again from its table",
                        "run 'bad': set aside its damaged log row 1 as " + folder.resolve("damaged/bad-log-1.bin")
                                + "; the run has a warning about the gap",
                        "run 'bad': made the summaries of 2 series again from their points",
                        "run 'good': made the summaries of 2 series again from their points",
                        "removed 1 rows of table run_tag whose runs are not there",
                        "counted again in how many runs each metric is");
        assertThat(folder.resolve("damaged/bad-log-1.bin"))
                .hasBinaryContent(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        try (Store store = open()) {
            Run run = store.runs().find(new RunId("bad")).orElseThrow();
            assertThat(run.warnings())
                    .containsExactly(new Run.RunWarning(
                            CLOCK.instant(),
                            "some points are missing: log row 1 was damaged (its checksum does not match) and was set"
                                    + " aside by 'runlore doctor --repair'"));
            assertThat(losses(store, "bad")).containsExactly(1, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5);
            store.runs()
                    .append(
                            run.id(),
                            Writer.DIRECT,
                            List.of(point("loss", 9_001, OptionalDouble.of(9), Cell.of(0.02))));
            assertThat(losses(store, "bad")).endsWith(1.0 / 5, 0.02);
        }
        assertThat(findings()).isEmpty();
    }

    /** Sealed runs of 2,000 points each: series 1 and 2 are losses and notes of "bad", 3 and 4 of "good". */
    private void sealedRuns() {
        try (Store store = open()) {
            for (String id : List.of("bad", "good")) {
                RunId run = new RunId(id);
                create(store, run);
                for (int part = 0; part < 2; part++) {
                    List<RunRecord> points = new ArrayList<>();
                    for (int i = part * 1_000; i < (part + 1) * 1_000; i++) {
                        points.add(point("loss", i, OptionalDouble.of(i), Cell.of(Math.sin(i))));
                        points.add(point("note", i, OptionalDouble.of(i), Cell.of("n" + i)));
                    }
                    store.runs().append(run, Writer.DIRECT, points);
                }
                store.metrics().seal(run);
                store.runs()
                        .append(
                                run,
                                Writer.DIRECT,
                                List.of(point("loss", 2_000, OptionalDouble.of(2_000), Cell.of(9.0))));
            }
        }
    }

    @Test
    void sealedPointsAreCheckedWithTheirPyramidsAndBounds() {
        sealedRuns();
        assertThat(findings()).isEmpty();
        change("UPDATE metric_chunk SET max_step = 7 WHERE series_id = 1");
        try (Session session = new Database(folder).openWriter()) {
            byte[] pyramid = session.first(
                            "SELECT pyramid FROM metric_chunk WHERE series_id = 3", row -> row.getBytes(1))
                    .orElseThrow();
            pyramid[40] ^= 1;
            session.update("UPDATE metric_chunk SET pyramid = ? WHERE series_id = 3", pyramid);
        }
        String chunk = "the chunk of series %d (metric 'loss') that begins at row 0 is damaged: ";

        assertThat(findings())
                .containsExactly(
                        "run 'bad': " + chunk.formatted(1)
                                + "what is known of it without reading it is not what it has; " + Finding.REPAIR,
                        "run 'good': " + chunk.formatted(3) + "its pyramid is not that of its points; "
                                + Finding.REPAIR);
        assertThat(repaired()).contains("run 'good': made the summaries of 2 series again from their points");
        assertThat(findings()).isEmpty();
        try (Store store = open()) {
            assertThat(losses(store, "bad")).hasSize(2_001);
        }
    }

    @Test
    void aSealedColumnThatCannotBeReadIsSetAsideAndTheOthersStay() {
        sealedRuns();
        change("UPDATE metric_chunk SET body = zeroblob(100) WHERE series_id = 1");

        assertThat(findings()).hasSize(1);
        assertThat(findings().getFirst())
                .startsWith(
                        "run 'bad': the chunk of series 1 (metric 'loss') that begins at row 0 is damaged: its checksum"
                                + " does not match, so its points are lost; restore a backup, or");
        assertThat(repaired()).anyMatch(text -> text.contains("bad-chunk-1-0-body.bin"));
        assertThat(findings()).isEmpty();
        assertThat(folder.resolve("damaged/bad-chunk-1-0-body.bin")).hasBinaryContent(new byte[100]);
        try (Store store = open()) {
            assertThat(losses(store, "bad")).containsExactly(9.0);
            assertThat(losses(store, "good")).hasSize(2_001).startsWith(0, Math.sin(1));
            assertThat(store.metrics()
                            .find(new RunId("bad"), "note")
                            .orElseThrow()
                            .columns()
                            .getFirst()
                            .count())
                    .isEqualTo(2_000);
        }
    }

    @Test
    void withoutTimesAndStepsTheRowsOfAllColumnsAreSetAside() {
        sealedRuns();
        change("UPDATE metric_chunk SET axes = NULL WHERE series_id = 2");
        change("UPDATE metric_chunk SET order_of_steps = 7 WHERE series_id = 3");
        change(
                "INSERT INTO metric_chunk SELECT 99, first_row, workspace_id, rows, n, numbers, min_step, max_step, min_time,"
                        + " max_time, order_of_steps, order_of_times, pyramid, axes, body FROM metric_chunk WHERE series_id = 1");

        assertThat(findings())
                .hasSize(3)
                .anyMatch(text -> text.startsWith("table metric_chunk has 1 rows of series that are not there"))
                .anyMatch(text ->
                        text.startsWith("run 'bad': the chunk of series 2 (metric 'note') that begins at row 0 is"
                                + " damaged: its times and steps are not there"))
                .anyMatch(text -> text.startsWith(
                        "run 'good': a chunk of metric 'loss' cannot be found: its steps have the unknown order 7"));
        assertThat(repaired()).contains("removed 1 chunks whose series are not there");
        assertThat(findings()).isEmpty();
        try (Store store = open()) {
            assertThat(store.metrics().find(new RunId("bad"), "note")).isEmpty();
            assertThat(losses(store, "good")).hasSize(2_001);
        }
    }

    private List<String> repaired() {
        return StoreRepair.of(folder, StoreCheck.of(folder, (runs, of) -> {}), folder.resolve("damaged"), CLOCK);
    }

    private static double[] losses(Store store, String run) {
        return store
                .metrics()
                .points(new RunId(run), "loss", Optional.empty(), 100_000, Optional.empty())
                .columns()
                .getOrDefault("", Cells.of(List.of()))
                .stream()
                .mapToDouble(cell -> cell.orElseThrow().asDouble())
                .toArray();
    }

    @Test
    void theLargestRunsAndTablesAreTold() {
        twoRuns();
        try (Store store = open()) {
            RunId run = new RunId("good");
            store.runs()
                    .append(
                            run,
                            Writer.DIRECT,
                            List.of(point("more", 1, OptionalDouble.empty(), Cell.of("x".repeat(999)))));
        }
        StoreSizes sizes = StoreSizes.of(folder, 1);

        assertThat(sizes.runs()).extracting(StoreSizes.OfRun::id).containsExactly("good");
        assertThat(sizes.runs().getFirst().points()).isEqualTo(11);
        assertThat(sizes.tables()).extracting(StoreSizes.OfTable::name).contains("series", "run", "metric_log");
    }
}
