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
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.store.MetricStore;
import dev.runlore.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of a store that was killed, damaged at random: whatever is read of them is what was written, or an error, or what the
 * check reports.
 */
final class DamagedFilesTest {
    private static final int SEEDS = System.getenv("RUNLORE_FULL") == null ? 60 : 1_000;
    private static final int RUNS = 6;
    private static final int BATCHES = 8;
    private static final int POINTS = 150;
    private static final List<String> METRICS = List.of("loss", "note");
    private static final int PAGE = 4_096;

    @TempDir
    private Path folder;

    private Path killed = Path.of("");

    /** What one folder says when it is asked for everything. */
    private static final class Answers {
        private final List<String> errors = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private final List<String> wrong = new ArrayList<>();
    }

    @BeforeEach
    void aStoreThatWasKilledWhileHalfOfItWasInTheLog() throws IOException {
        Path alive = folder.resolve("alive");
        killed = Files.createDirectory(folder.resolve("killed"));
        try (Store store = TestingStores.open(alive, InstantSource.system())) {
            append(store, 0, BATCHES / 2);
            for (int r = 0; r < RUNS; r += 2) {
                store.metrics().seal(run(r));
            }
        }
        try (Store store = TestingStores.open(alive, InstantSource.system())) {
            append(store, BATCHES / 2, BATCHES);
            for (String file : List.of("runlore.db", "runlore.db-wal")) {
                Files.copy(alive.resolve(file), killed.resolve(file));
            }
        }
    }

    private static RunId run(int number) {
        return new RunId("run-" + number);
    }

    private static void append(Store store, int from, int to) {
        for (int batch = from; batch < to; batch++) {
            for (int r = 0; r < RUNS; r++) {
                List<RunRecord> records = new ArrayList<>();
                if (batch == 0) {
                    records.add(
                            new RunRecord.Create(RunDraft.of(run(r), "iris", User.named("anna")), WriterFacts.UNKNOWN));
                }
                for (int i = batch * POINTS; i < (batch + 1) * POINTS; i++) {
                    for (String metric : METRICS) {
                        records.add(new RunRecord.Rows(
                                metric,
                                MetricKind.SCALAR,
                                i,
                                OptionalDouble.of(i),
                                Map.of("", List.of(cell(r, metric, i)))));
                    }
                }
                store.runs().append(run(r), Writer.DIRECT, records);
            }
        }
    }

    private static Cell cell(int run, String metric, int index) {
        return metric.equals("loss")
                ? Cell.of(Math.sin(run * 1e6 + index) * 1e3)
                : Cell.of("run " + run + " at " + index);
    }

    @Test
    void nothingIsReadFromDamagedFilesThatWasNotWritten() throws IOException {
        Answers sound = ask(copy("sound"));
        assertThat(sound.errors).isEmpty();
        assertThat(sound.wrong).isEmpty();
        assertThat(sound.missing).isEmpty();
        int refused = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Path copy = copy("seed-" + seed);
            Random random = new Random(seed);
            boolean isLog = random.nextInt(3) == 0;
            String what = damage(copy.resolve(isLog ? "runlore.db-wal" : "runlore.db"), random);
            Answers answers = ask(copy);
            refused += answers.errors.isEmpty() ? 0 : 1;
            assertThat(answers.errors).as("seed %d, %s", seed, what).allMatch(text -> !text.isBlank());
            if (isLog) {
                assertThat(answers.wrong)
                        .as("seed %d, %s in the log", seed, what)
                        .isEmpty();
            } else if (!answers.wrong.isEmpty() || !answers.missing.isEmpty()) {
                assertThat(findings(copy))
                        .as("seed %d, %s: wrong %s, missing %s", seed, what, answers.wrong, answers.missing)
                        .isNotEmpty();
            }
        }
        assertThat(refused).as("seeds that damaged what is read").isGreaterThan(SEEDS / 10);
    }

    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        for (String file : List.of("runlore.db", "runlore.db-wal")) {
            Files.copy(killed.resolve(file), copy.resolve(file));
        }
        return copy;
    }

    private static String damage(Path file, Random random) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long length = bytes.length();
            long place = (long) (random.nextDouble() * length);
            switch (random.nextInt(4)) {
                case 0 -> {
                    bytes.setLength(place);
                    return "cut at " + place + " of " + length;
                }
                case 1 -> {
                    long page = place / PAGE * PAGE;
                    bytes.seek(page);
                    bytes.write(new byte[(int) Math.min(PAGE, length - page)]);
                    return "zeroed at " + page + " of " + length;
                }
                default -> {
                    bytes.seek(place);
                    int before = bytes.read();
                    bytes.seek(place);
                    bytes.write(before ^ 1 << random.nextInt(8));
                    return "a bit flipped at " + place + " of " + length;
                }
            }
        }
    }

    private static List<String> findings(Path copy) {
        List<String> findings = new ArrayList<>();
        try {
            findings.addAll(DatabaseCheck.of(copy).faults());
            StoreCheck.of(copy, (runs, of) -> {}).forEach(finding -> findings.add(finding.text()));
        } catch (RuntimeException e) {
            findings.add(String.valueOf(e.getMessage()));
        }
        return findings;
    }

    private static Answers ask(Path copy) {
        Answers answers = new Answers();
        try (Store store = TestingStores.open(copy, InstantSource.system())) {
            for (int r = 0; r < RUNS; r++) {
                for (String metric : METRICS) {
                    ask(store, r, metric, answers);
                }
            }
        } catch (RuntimeException e) {
            answers.errors.add(String.valueOf(e.getMessage()));
        }
        return answers;
    }

    private static void ask(Store store, int run, String metric, Answers answers) {
        String what = run(run) + " " + metric;
        try {
            MetricStore.PointPage points =
                    store.metrics().points(run(run), metric, Optional.empty(), 100_000, Optional.empty());
            List<Optional<Cell>> cells = points.columns().getOrDefault("", Cells.of(List.of()));
            for (int i = 0; i < cells.size(); i++) {
                boolean isWritten = i < BATCHES * POINTS
                        && cells.get(i).equals(Optional.of(cell(run, metric, i)))
                        && points.steps()[i] == i
                        && points.times()[i] == i;
                if (!isWritten) {
                    answers.wrong.add(what + " at " + i + ": " + cells.get(i));
                    return;
                }
            }
            if (cells.size() < BATCHES * POINTS) {
                answers.missing.add(what + " ends at " + cells.size());
            }
        } catch (RuntimeException e) {
            answers.errors.add(String.valueOf(e.getMessage()));
        }
    }
}
