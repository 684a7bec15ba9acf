// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class DoctorCommandTest {
    private static final RunId RUN = new RunId("bad");

    @TempDir
    private Path folder;

    private Sha256 kept = Sha256.of(new byte[0]);
    private Sha256 unnamed = kept;

    private record Outcome(int code, String out) {
        List<String> problems() {
            return out.lines().filter(line -> line.startsWith("problem ")).toList();
        }
    }

    @BeforeEach
    void aFolderWithARunAndFiles() throws IOException {
        DataFolder data = DataFolder.open(folder);
        BlobStore blobs = new FolderBlobStore(data.root(), InstantSource.system());
        kept = blobs.put(new ByteArrayInputStream("kept".getBytes(StandardCharsets.UTF_8)))
                .sha256();
        unnamed = blobs.put(new ByteArrayInputStream("left over".getBytes(StandardCharsets.UTF_8)))
                .sha256();
        try (Store store = SqliteStore.open(data.root(), StoreOptions.with(cause -> {}))) {
            RunDraft draft = RunDraft.of(RUN, "iris", User.named("anna"));
            store.runs()
                    .append(
                            RUN,
                            Writer.DIRECT,
                            List.of(
                                    new RunRecord.Create(draft, WriterFacts.UNKNOWN),
                                    point(1, 0.5),
                                    new RunRecord.PutArtifact(new ArtifactPath("a.txt"), Optional.of(kept), 4)));
            store.runs().append(RUN, Writer.DIRECT, List.of(point(2, 0.25)));
        }
    }

    private static RunRecord point(long time, double value) {
        return new RunRecord.Rows(
                "loss", MetricKind.SCALAR, time, OptionalDouble.empty(), Map.of("", List.of(Cell.of(value))));
    }

    private Outcome doctor(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int code = new CommandLine(new DoctorCommand())
                    .setExecutionExceptionHandler((thrown, command, parsed) -> {
                        System.out.println(thrown.getMessage());
                        return thrown instanceof RunloreException refused
                                ? refused.code().exitCode()
                                : 70;
                    })
                    .execute(arguments);
            return new Outcome(code, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private Outcome doctor() {
        return doctor("--data", folder.toString());
    }

    private void change(String sql) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("runlore.db"));
                Statement statement = database.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private Path blob(Sha256 name) {
        return folder.resolve("blobs")
                .resolve(name.hex().substring(0, 2))
                .resolve(name.hex().substring(2));
    }

    @Test
    void aSoundFolderIsSaidToBeSoundWithItsLargestRuns() {
        Outcome outcome = doctor();

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("problems           none")
                .contains("points             all read; summaries agree with them")
                .contains("large run          bad: 2 points in ")
                .contains("unnamed files      1 files, 9 B, 0 of them older than 24 h");
    }

    @Test
    void inAnotherFormAllOfItComesAtTheEndAndARepairKeepsWhatWasFoundFirst() throws Exception {
        change("UPDATE series SET n = 7");
        String found = "run 'bad': metric 'loss': its count is 7 but its points make it 2";
        String[] yaml = {"--data", folder.toString(), "-o", "yaml"};

        Outcome damaged = doctor(yaml);
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.out())
                .startsWith("lines:\n")
                .contains("problems:\n- ", found)
                .endsWith("sound: false\n");

        Outcome repaired = doctor("--data", folder.toString(), "-o", "yaml", "--repair");
        assertThat(repaired.code()).isZero();
        assertThat(repaired.out()).contains(found, "what: repaired").endsWith("problems: []\nsound: true\n");
        assertThat(doctor("--data", folder.toString(), "-o", "xml").out())
                .contains("xml")
                .doesNotContain("lines");
    }

    @Test
    void damageIsToldWithItsRunAndTheExitCodeSaysSo() throws Exception {
        change("UPDATE metric_log SET body = zeroblob(20) WHERE seq = 1");
        change("UPDATE artifact SET size = 5");
        Files.writeString(blob(kept), "kepT");

        Outcome outcome = doctor();

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.problems()).hasSize(3);
        assertThat(outcome.problems().get(0)).contains("run 'bad': log row 1 is damaged");
        assertThat(outcome.problems().get(1)).contains("(run 'bad', file 'a.txt')", "it has 4 bytes instead of 5");
        assertThat(outcome.problems().get(2)).contains("is damaged", "run 'bad', file 'a.txt'");
    }

    @Test
    void aRepairKeepsACopySetsAsideWhatIsDamagedAndSweepsOldFiles() throws Exception {
        change("UPDATE metric_log SET body = zeroblob(20) WHERE seq = 1");
        Files.setLastModifiedTime(blob(unnamed), FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        Outcome outcome = doctor("--repair", "--data", folder.toString());

        assertThat(outcome.problems()).hasSize(1);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("problems           none", "deleted 1 files that nobody names, 9 B");
        assertThat(blob(unnamed)).doesNotExist();
        assertThat(blob(kept)).hasContent("kept");
        assertThat(folder.resolve("damaged/bad-log-1.bin")).hasBinaryContent(new byte[20]);
        assertThat(folder.resolve("backups")).isDirectoryContaining("glob:**/doctor-*");
        assertThat(doctor().problems()).isEmpty();
        try (Store store = SqliteStore.open(folder, StoreOptions.with(cause -> {}))) {
            assertThat(store.metrics()
                            .points(RUN, "loss", Optional.empty(), 10, Optional.empty())
                            .columns()
                            .get(""))
                    .isEqualTo(List.of(Optional.of(Cell.of(0.5))));
            assertThat(store.runs().find(RUN).orElseThrow().warnings()).hasSize(1);
        }
    }

    @Test
    void aRepairKeepsTheRowOfAFileThatIsGone() throws Exception {
        Files.delete(blob(kept));

        Outcome outcome = doctor("--repair", "--data", folder.toString());

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.problems())
                .hasSize(2)
                .allMatch(line -> line.contains("it is not there; take it from a backup"));
        try (Store store = SqliteStore.open(folder, StoreOptions.with(cause -> {}))) {
            assertThat(store.runs()
                            .artifacts(RUN, Optional.empty(), 10, Optional.empty())
                            .items())
                    .hasSize(1);
        }
    }

    @Test
    void aRepairIsRefusedBesideAServer() throws IOException {
        DataFolder data = DataFolder.open(folder);
        try (LocalServer server =
                LocalServer.start(data, Settings.read(Map.of(Setting.PORT, "0"), Map.of(), data.properties()))) {
            assertThat(server.url()).isNotNull();

            Outcome outcome = doctor("--repair", "--data", folder.toString());

            assertThat(outcome.code()).isEqualTo(7);
            assertThat(outcome.out()).contains("is served already by");
        }
    }
}
