// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Summary;
import dev.runlore.domain.Writer;
import dev.runlore.store.MetricStore;
import dev.runlore.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that an earlier version made is opened, and everything in it reads as it was written. */
@ParameterizedClass(name = "schema {0}")
@ValueSource(ints = {2, UpgradeTest.WITH_CHUNKS})
final class UpgradeTest {
    /** The first schema with sealed points. */
    static final int WITH_CHUNKS = 3;

    private final int earlier;

    @TempDir
    private Path folder;

    UpgradeTest(int earlier) {
        this.earlier = earlier;
    }

    @BeforeEach
    void anEarlierDatabase() throws IOException {
        try (InputStream packed = Objects.requireNonNull(
                        UpgradeTest.class.getResourceAsStream("history-schema" + earlier + ".db.gz"));
                InputStream bytes = new GZIPInputStream(packed)) {
            Files.copy(bytes, folder.resolve("runlore.db"));
        }
    }

    @Test
    void everyValueReadsTheSameAfterTheUpgrade() throws IOException {
        assertThat(DatabaseCheck.of(folder).schema()).isEqualTo(earlier);
        assertThat(hasChunks()).isEqualTo(earlier >= WITH_CHUNKS);
        try (Store store = TestingStores.open(folder, InstantSource.system())) {
            assertReads(store);
        }
        assertThat(DatabaseCheck.of(folder).schema()).isEqualTo(Migrations.CURRENT.version());
        assertThat(StoreCheck.of(folder, (runs, of) -> {})).isEmpty();
        try (Store store = TestingStores.open(folder, InstantSource.system())) {
            PastHistory.RUNS.forEach(store.metrics()::seal);
            assertReads(store);
        }
        assertThat(StoreCheck.of(folder, (runs, of) -> {})).isEmpty();
        if (Migrations.CURRENT.version() > earlier) {
            assertThat(folder.resolve("backups")).isDirectoryContaining("glob:**/runlore-schema" + earlier + "-*.db");
        }
    }

    private boolean hasChunks() {
        try (Session session = new Database(folder).openReader()) {
            boolean isThere = session.number("SELECT count(*) FROM sqlite_schema WHERE name = 'metric_chunk'") > 0;
            return isThere && session.number("SELECT count(*) FROM metric_chunk") > 0;
        }
    }

    private static void assertReads(Store store) {
        for (RunId id : PastHistory.RUNS) {
            Run run = store.runs().find(id).orElseThrow();
            assertThat(run.tags().values()).isEqualTo(Map.of("of", Optional.of(id.value())));
            assertThat(run.params()).isEqualTo(Map.of("rate", Cell.of(0.01)));
            PastHistory.metrics(id).forEach((name, logged) -> assertReads(store, id, name, logged));
            byte[] log = store.logs().read(id, new ArtifactPath("logs/std.txt"), 0, 1_000);
            assertThat(new String(log, StandardCharsets.UTF_8)).isEqualTo(PastHistory.LOG);
        }
    }

    private static void assertReads(Store store, RunId id, String name, PastHistory.Logged logged) {
        MetricStore.PointPage points = store.metrics().points(id, name, Optional.empty(), 100_000, Optional.empty());
        assertThat(points.times()).as(name).containsExactly(logged.times());
        assertThat(points.steps()).as(name).containsExactly(logged.steps());
        assertThat(points.columns()).as(name).isEqualTo(logged.columns());
        for (Summary summary : store.metrics().find(id, name).orElseThrow().columns()) {
            assertThat(summary).isEqualTo(expected(summary.column(), logged));
        }
    }

    private static Summary expected(String column, PastHistory.Logged logged) {
        List<Optional<Cell>> cells = logged.columns().getOrDefault(column, List.of());
        int[] present = IntStream.range(0, cells.size())
                .filter(i -> cells.get(i).isPresent())
                .toArray();
        PointFold fold = new PointFold(
                logged.times()[present[0]],
                logged.steps()[present[0]],
                cells.get(present[0]).orElseThrow());
        for (int i = 1; i < present.length; i++) {
            fold.add(
                    logged.times()[present[i]],
                    logged.steps()[present[i]],
                    cells.get(present[i]).orElseThrow());
        }
        return fold.summary(column);
    }

    @Test
    void anUpgradedHistoryIsWrittenOn() {
        RunId id = PastHistory.RUNS.getFirst();
        try (Store store = TestingStores.open(folder, InstantSource.system())) {
            store.runs()
                    .append(
                            id,
                            Writer.DIRECT,
                            List.of(new RunRecord.Rows(
                                    "loss",
                                    MetricKind.SCALAR,
                                    1_800_000_000_000L,
                                    OptionalDouble.of(5_000),
                                    Map.of("", List.of(Cell.of(-3.0))))));
            Summary summary =
                    store.metrics().find(id, "loss").orElseThrow().columns().getFirst();
            assertThat(summary.count()).isEqualTo(2_001);
            assertThat(summary.last()).isEqualTo(Cell.of(-3.0));
            assertThat(summary.min()).hasValue(-3.0);
        }
        assertThat(StoreCheck.of(folder, (runs, of) -> {})).isEmpty();
    }
}
