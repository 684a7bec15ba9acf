// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Cell;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterId;
import dev.runlore.sdk.ExportFile;
import dev.runlore.sdk.ExportedRun;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.ServerException;
import dev.runlore.sdk.TransferClient;
import dev.runlore.server.Server;
import dev.runlore.server.ServerSettings;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of every value from one real server to another and out again: the second export has the same bytes. */
class TransferTest {
    private static final String TOKEN = "a-token-of-tests";
    private static final RunId RUN = new RunId("run-1");
    private static final List<String> NAMES =
            List.of("loss", "x".repeat(250), "中".repeat(250), "a\"b\\c", " ", "system/cpu", "NaN", "a/../b");
    private static final List<String> COLUMNS = List.of("", "a", "é", "NaN", "c".repeat(250));
    private static final List<Cell> CELLS = List.of(
            Cell.of(Double.NaN),
            Cell.of(Double.POSITIVE_INFINITY),
            Cell.of(Double.NEGATIVE_INFINITY),
            Cell.of(-0.0),
            Cell.of(0.0),
            Cell.of(Double.MIN_VALUE),
            Cell.of(Double.MAX_VALUE),
            Cell.of(0.1 + 0.2),
            Cell.of(1e22),
            Cell.of(0x1p53),
            Cell.of((1L << 53) + 1),
            Cell.of(Long.MAX_VALUE),
            Cell.of(Long.MIN_VALUE),
            Cell.of(0),
            Cell.of(true),
            Cell.of(false),
            Cell.of(""),
            Cell.of("NaN"),
            Cell.of("-Infinity"),
            Cell.of("9223372036854775808"),
            Cell.of("深\u2028\u0001\"\\\n\uD83D\uDE00"),
            Cell.of("t".repeat(60_000)),
            Cell.NONE);
    private static final List<Double> STEPS =
            List.of(0.0, -0.0, 1.0, -1.0, 0.5, 1e-300, 0x1p53, -0x1p53, 123456789.0, 1e15);

    @TempDir
    private Path folder;

    private Served here;
    private Served there;

    /** A data folder with its server. */
    private record Served(SqliteStore store, FolderBlobStore blobs, Server server) {
        static Served open(Path folder) throws IOException {
            Files.createDirectories(folder);
            SqliteStore store = SqliteStore.open(folder, StoreOptions.with(fault -> {
                throw new AssertionError("the store broke", fault);
            }));
            FolderBlobStore blobs = new FolderBlobStore(folder, InstantSource.system());
            return new Served(
                    store, blobs, Server.start(ServerSettings.local(TOKEN), store, blobs, InstantSource.system()));
        }

        TransferClient client() {
            return new TransferClient(new Place(server.url(), Optional.of(TOKEN), "test"));
        }

        Sha256 put(byte[] bytes) throws IOException {
            return blobs.put(new ByteArrayInputStream(bytes)).sha256();
        }

        void close() {
            server.stop(Duration.ofSeconds(2));
            store.close();
        }
    }

    @BeforeEach
    void serve() throws IOException {
        here = Served.open(folder.resolve("here"));
        there = Served.open(folder.resolve("there"));
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    private void run(RunId id, Optional<RunId> parent) {
        RunDraft draft = RunDraft.of(id, "été", User.named("anna"));
        RunDraft child = new RunDraft(
                draft.id(),
                draft.experiment(),
                Optional.of("a name"),
                Optional.empty(),
                parent,
                draft.status(),
                Optional.of("train.py"),
                List.of("0.1", "", "--x=深"),
                draft.target(),
                draft.user(),
                Optional.of("host"),
                false,
                Optional.empty(),
                draft.tags(),
                Map.of(),
                Map.of(),
                Optional.empty());
        direct(id, new RunRecord.Create(child, WriterFacts.UNKNOWN));
    }

    private void direct(RunId id, RunRecord... records) {
        here.store.runs().append(id, Writer.DIRECT, List.of(records));
    }

    private void end(RunId id) {
        direct(id, new RunRecord.Status(RunStatus.Completed, Optional.empty(), Optional.empty()));
    }

    private Path export(Served from, String name, RunId... runs) {
        Path file = folder.resolve(name);
        from.client().export(List.of(runs), file, (done, all, what) -> {});
        return file;
    }

    /** Brings a file's runs in; answers which of them were new. */
    private List<Boolean> bring(Path file) throws IOException {
        List<Boolean> created = new ArrayList<>();
        try (ExportFile export = ExportFile.open(file, false)) {
            for (ExportedRun run : export.check((done, all, what) -> {})) {
                created.add(
                        there.client().put(export, run, (done, all, what) -> {}).created());
            }
        }
        return created;
    }

    private static Map<String, String> content(Path file) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                content.put(
                        entry.getName(),
                        new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }

    private static RunRecord.Rows rows(Random random, String name, MetricKind kind) {
        Map<String, List<Cell>> columns = new LinkedHashMap<>();
        int count = 1 + random.nextInt(4);
        if (kind == MetricKind.TABLE) {
            COLUMNS.stream()
                    .filter(column -> columns.isEmpty() || random.nextBoolean())
                    .forEach(column -> columns.put(column, cells(random, count)));
        } else if (kind.isArtifact()) {
            columns.put("", List.of(Cell.of("out/" + random.nextInt(3) + ".png")));
        } else {
            columns.put("", cells(random, kind == MetricKind.SCALAR ? 1 : count));
        }
        OptionalDouble step = random.nextBoolean()
                ? OptionalDouble.of(STEPS.get(random.nextInt(STEPS.size())))
                : OptionalDouble.empty();
        return new RunRecord.Rows(name, kind, random.nextLong(), step, columns);
    }

    private static List<Cell> cells(Random random, int count) {
        return random.ints(count, 0, CELLS.size()).mapToObj(CELLS::get).toList();
    }

    private void logEverything(Random random, RunId id) {
        for (int writer = 0; writer < 3; writer++) {
            long first = 0;
            for (int request = 0; request < 6; request++) {
                List<RunRecord> records = new ArrayList<>();
                for (int i = 0; i < 1 + random.nextInt(40); i++) {
                    int metric = random.nextInt(NAMES.size());
                    records.add(
                            rows(random, NAMES.get(metric), MetricKind.values()[metric % MetricKind.values().length]));
                }
                here.store
                        .runs()
                        .append(id, new Writer.Numbered(new WriterId(new UUID(7, writer)), first, false), records);
                first += records.size();
            }
        }
    }

    @Test
    void aRunBroughtBackAndExportedAgainHasTheSameBytes() throws IOException {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            RunId id = new RunId("run-" + seed);
            run(id, Optional.empty());
            logEverything(random, id);
            direct(
                    id,
                    new RunRecord.Tag("k", Optional.empty()),
                    new RunRecord.Property("深", ""),
                    new RunRecord.Parameter("lr", CELLS.get(seed)),
                    new RunRecord.Warning("careful"),
                    new RunRecord.PutArtifact(
                            new ArtifactPath("out/é.bin"), Optional.of(here.put(new byte[] {1, (byte) seed})), 2),
                    new RunRecord.PutArtifact(new ArtifactPath("gone"), Optional.empty(), 0));
            end(id);
            Path first = export(here, seed + ".zip", id);

            assertThat(bring(first)).containsExactly(true);

            assertThat(content(export(there, seed + "-again.zip", id))).isEqualTo(content(first));
            assertThat(there.store.runs().find(id)).isEqualTo(here.store.runs().find(id));
        }
    }

    private void unnumbered(RunId id, String metric, long time, double step, double value) {
        here.store
                .runs()
                .append(
                        id,
                        Writer.UNNUMBERED,
                        List.of(new RunRecord.Rows(
                                metric,
                                MetricKind.SCALAR,
                                time,
                                OptionalDouble.of(step),
                                Map.of("", List.of(Cell.of(value))))));
    }

    /** A client of MLflow has the greatest of points of one step and time as the latest, another writer the one that came last. */
    @Test
    void theLatestValueIsTheSameWhoeverWroteIt() throws IOException {
        RunId id = new RunId("tied");
        run(id, Optional.empty());
        for (double value : new double[] {3, 9, 2}) {
            unnumbered(id, "greatest", 5, 1, value);
            unnumbered(id, "late step", 5, 1, value);
            unnumbered(id, "nan is 0", 5, 1, value == 2 ? Double.NaN : -value);
            here.store
                    .runs()
                    .append(
                            id,
                            new Writer.Numbered(new WriterId(new UUID(7, (long) value)), 0, false),
                            List.of(new RunRecord.Rows(
                                    "arrival",
                                    MetricKind.SCALAR,
                                    5,
                                    OptionalDouble.of(1),
                                    Map.of("", List.of(Cell.of(value))))));
        }
        unnumbered(id, "late step", 4, 2, 1);
        end(id);
        Path first = export(here, "tied.zip", id);

        assertThat(bring(first)).containsExactly(true);

        assertThat(there.store.metrics().lastValues(List.of(id)))
                .isEqualTo(here.store.metrics().lastValues(List.of(id)))
                .containsValue(Map.of(
                        "greatest", Cell.of(9.0),
                        "late step", Cell.of(1.0),
                        "nan is 0", Cell.of(Double.NaN),
                        "arrival", Cell.of(2.0)));
        assertThat(there.store.metrics().list(id, 10, Optional.empty()))
                .isEqualTo(here.store.metrics().list(id, 10, Optional.empty()));
        assertThat(content(export(there, "tied-again.zip", id))).isEqualTo(content(first));
    }

    @Test
    void manyPointsManyMetricsAndLargeFilesGoThroughInParts() throws IOException {
        run(RUN, Optional.empty());
        for (int request = 0; request < 30; request++) {
            List<RunRecord> records = new ArrayList<>();
            for (int i = 0; i < 4_000; i++) {
                records.add(new RunRecord.Rows(
                        i % 2 == 0 ? "loss" : "m" + i,
                        MetricKind.SCALAR,
                        1_770_000_000_000L + i,
                        OptionalDouble.of(request * 4_000.0 + i),
                        Map.of("", List.of(Cell.of(Math.sin(i))))));
            }
            here.store.runs().append(RUN, Writer.DIRECT, records);
        }
        byte[] large = new byte[3 << 20];
        new Random(7).nextBytes(large);
        direct(
                RUN,
                new RunRecord.PutArtifact(new ArtifactPath("a"), Optional.of(here.put(large)), large.length),
                new RunRecord.PutArtifact(new ArtifactPath("b"), Optional.of(here.put(large)), large.length));
        end(RUN);
        Path first = export(here, "first.zip", RUN);

        assertThat(bring(first)).containsExactly(true);

        assertThat(content(export(there, "again.zip", RUN))).isEqualTo(content(first));
        assertThat(there.store.metrics().list(RUN, 1_000, Optional.empty()).items())
                .isEqualTo(
                        here.store.metrics().list(RUN, 1_000, Optional.empty()).items());
    }

    @Test
    void childrenSnapshotsAndWhatIsSharedComeOnceAndTogether() throws IOException {
        byte[] source = "print(1)\n".getBytes(StandardCharsets.UTF_8);
        Manifest manifest = new Manifest(
                List.of(new SnapshotFile(new ArtifactPath("été/train.py"), true, here.put(source), source.length)));
        here.put(manifest.bytes());
        here.store.snapshots().put(manifest);
        RunId child = new RunId("child");
        RunId grandchild = new RunId("grandchild");
        RunId lonely = new RunId("lonely");
        run(RUN, Optional.empty());
        run(child, Optional.of(RUN));
        run(grandchild, Optional.of(child));
        run(lonely, Optional.empty());
        for (RunId run : List.of(RUN, child, grandchild, lonely)) {
            direct(
                    run,
                    new RunRecord.TakeSnapshot(manifest.sha256(), run.equals(RUN)),
                    new RunRecord.PutArtifact(new ArtifactPath("same"), Optional.of(here.put(source)), source.length));
            end(run);
        }
        Path file = export(here, "all.zip", RUN, lonely, RUN);

        assertThat(content(file).keySet().stream().filter(name -> !name.startsWith("runs/")))
                .containsExactly(
                        "blobs/" + Sha256.of(source), "export.json", "snapshots/" + manifest.id() + ".manifest");
        assertThat(content(file).get("export.json"))
                .isEqualTo("{\"format\":1,\"runs\":[\"run-1\",\"child\",\"grandchild\",\"lonely\"]}");
        assertThat(bring(file)).containsOnly(true).hasSize(4);
        assertThat(bring(file)).containsOnly(false).hasSize(4);
        assertThat(content(export(there, "again.zip", RUN, lonely))).isEqualTo(content(file));
        assertThat(there.store.snapshots().findManifest(manifest.id())).contains(manifest);
        assertThat(there.store.runs().find(grandchild).orElseThrow().parent()).contains(child);
    }

    @Test
    void anotherRunOfTheSameIdIsNeverTouched() throws IOException {
        run(RUN, Optional.empty());
        direct(RUN, new RunRecord.Values(1, OptionalDouble.empty(), Map.of("loss", Cell.of(0.5))));
        end(RUN);
        Path file = export(here, "first.zip", RUN);
        bring(file);
        there.store
                .runs()
                .append(
                        RUN,
                        Writer.DIRECT,
                        List.of(new RunRecord.Values(1, OptionalDouble.empty(), Map.of("late", Cell.of(7)))));
        var before = there.store.runs().find(RUN);

        assertThatThrownBy(() -> bring(file))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("run 'run-1' is there already and differs in: points or files");

        assertThat(there.store.runs().find(RUN)).isEqualTo(before);
    }
}
