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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of a store that was killed, damaged at random. Of the log, all that was committed before the damage is read as it was
 * written. Of the database, a run is read as it was written, or is an error that names it or the database, or the check reports it.
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

    /** How long the log was when each batch of a run was committed. */
    private final Map<Integer, List<Long>> committed = new HashMap<>();

    /** What one folder says when it is asked for everything: of each run how many points are there, and what is not as written. */
    private static final class Answers {
        private final Map<Integer, List<String>> errors = new TreeMap<>();
        private final Map<Integer, List<String>> wrong = new TreeMap<>();
        private final Map<Integer, Integer> points = new TreeMap<>();
        private Optional<String> closed = Optional.empty();

        private boolean isMissing(int run) {
            return points.getOrDefault(run, 0) < BATCHES * POINTS;
        }
    }

    @BeforeEach
    void aStoreThatWasKilledWhileHalfOfItWasInTheLog() throws IOException {
        Path alive = folder.resolve("alive");
        killed = Files.createDirectory(folder.resolve("killed"));
        try (Store store = TestingStores.open(alive, InstantSource.system())) {
            append(store, alive, 0, BATCHES / 2);
            for (int r = 0; r < RUNS; r += 2) {
                store.metrics().seal(run(r));
            }
        }
        try (Store store = TestingStores.open(alive, InstantSource.system())) {
            committed.clear();
            append(store, alive, BATCHES / 2, BATCHES);
            for (String file : List.of("runlore.db", "runlore.db-wal")) {
                Files.copy(alive.resolve(file), killed.resolve(file));
            }
        }
    }

    private static RunId run(int number) {
        return new RunId("run-" + number);
    }

    private void append(Store store, Path folder, int from, int to) throws IOException {
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
                committed
                        .computeIfAbsent(r, run -> new ArrayList<>())
                        .add(Files.size(folder.resolve("runlore.db-wal")));
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
        assertWhole(ask(copy("sound")), Long.MAX_VALUE, "sound");
        int refused = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Path copy = copy("seed-" + seed);
            Random random = new Random(seed);
            boolean isLog = random.nextInt(3) == 0;
            Damage damage = damage(copy.resolve(isLog ? "runlore.db-wal" : "runlore.db"), random);
            Answers answers = ask(copy);
            String what = "seed " + seed + ", " + damage.what;
            if (isLog) {
                assertWhole(answers, damage.place, what + " in the log");
            } else {
                refused += answers.errors.isEmpty() && answers.closed.isEmpty() ? 0 : 1;
                assertTold(answers, copy, what);
            }
        }
        assertThat(refused).as("seeds that damaged what is read").isGreaterThan(SEEDS / 10);
    }

    /** Nothing is wrong, and what was committed before this place of the log is there. */
    private void assertWhole(Answers answers, long place, String what) {
        assertThat(answers.closed).as(what).isEmpty();
        assertThat(answers.errors).as(what).isEmpty();
        assertThat(answers.wrong).as(what).isEmpty();
        for (int r = 0; r < RUNS; r++) {
            long batches = BATCHES / 2
                    + committed.getOrDefault(r, List.of()).stream()
                            .filter(end -> end <= place)
                            .count();
            assertThat(answers.points.get(r))
                    .as("%s: points of %s", what, run(r))
                    .isGreaterThanOrEqualTo((int) batches * POINTS);
        }
    }

    /** Errors name their run or the database, and a run that is otherwise than it was written is told by the check. */
    private static void assertTold(Answers answers, Path copy, String what) {
        answers.closed.ifPresent(text -> assertThat(text).as(what).containsIgnoringCase("database"));
        if (answers.closed.isPresent()) {
            return;
        }
        answers.errors.forEach((r, texts) -> assertThat(texts)
                .as("%s: errors of %s", what, run(r))
                .allMatch(text -> text.contains("'" + run(r) + "'") || text.contains("database")));
        List<Integer> others = IntStream.range(0, RUNS)
                .filter(r -> answers.wrong.containsKey(r) || !answers.errors.containsKey(r) && answers.isMissing(r))
                .boxed()
                .toList();
        if (others.isEmpty()) {
            return;
        }
        List<String> faults = faults(copy);
        List<String> findings = faults.isEmpty() ? findings(copy) : List.of();
        for (int r : others) {
            assertThat(!faults.isEmpty() || findings.stream().anyMatch(text -> text.contains("'" + run(r) + "'")))
                    .as("%s: %s is wrong in %s; findings %s", what, run(r), answers.wrong.get(r), findings)
                    .isTrue();
        }
    }

    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        for (String file : List.of("runlore.db", "runlore.db-wal")) {
            Files.copy(killed.resolve(file), copy.resolve(file));
        }
        return copy;
    }

    private record Damage(long place, String what) {}

    private static Damage damage(Path file, Random random) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long length = bytes.length();
            long place = (long) (random.nextDouble() * length);
            switch (random.nextInt(4)) {
                case 0 -> {
                    bytes.setLength(place);
                    return new Damage(place, "cut at " + place + " of " + length);
                }
                case 1 -> {
                    long page = place / PAGE * PAGE;
                    bytes.seek(page);
                    bytes.write(new byte[(int) Math.min(PAGE, length - page)]);
                    return new Damage(page, "zeroed at " + page + " of " + length);
                }
                default -> {
                    bytes.seek(place);
                    int before = bytes.read();
                    bytes.seek(place);
                    bytes.write(before ^ 1 << random.nextInt(8));
                    return new Damage(place, "a bit flipped at " + place + " of " + length);
                }
            }
        }
    }

    private static List<String> faults(Path copy) {
        try {
            return DatabaseCheck.of(copy).faults();
        } catch (RuntimeException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> findings(Path copy) {
        return StoreCheck.of(copy, (runs, of) -> {}).stream().map(Finding::text).toList();
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
            answers.closed = Optional.of(String.valueOf(e.getMessage()));
        }
        return answers;
    }

    private static void ask(Store store, int run, String metric, Answers answers) {
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
                    answers.wrong
                            .computeIfAbsent(run, r -> new ArrayList<>())
                            .add(metric + " at " + i + ": " + cells.get(i));
                    break;
                }
            }
            answers.points.merge(run, cells.size(), Math::min);
        } catch (RuntimeException e) {
            answers.errors.computeIfAbsent(run, r -> new ArrayList<>()).add(String.valueOf(e.getMessage()));
        }
    }
}
