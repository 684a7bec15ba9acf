// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterFacts;
import dev.runlore.store.MetricStore;
import dev.runlore.store.Store;
import dev.runlore.store.TransferStore;
import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Bucket;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DamagedRowTest {
    private static final int ROWS_OF_STEP = 60_000;
    private static final int LONG = 9 * ROWS_OF_STEP;
    private static final int DAMAGED = Chunk.ROWS;

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

    /**
     * Whatever reads a damaged part of a chunk says whose it is, and whatever does without it is exact: so are the run's other parts
     * and the other run.
     */
    @Test
    void aDamagedPartOfAChunkIsAnErrorOnEveryWayThatReadsIt() {
        RunId bad = new RunId("bad");
        RunId good = new RunId("good");
        try (Store store = TestingStores.open(folder, InstantSource.system())) {
            logVeryMany(store, bad);
            logVeryMany(store, good);
        }
        for (Damage damage : Damage.values()) {
            for (String part : List.of("axes", "body", "pyramid")) {
                byte[] sound = stored(bad, part);
                change(bad, part, damage.of(sound));
                assertNamed(bad, good, part);
                change(bad, part, sound);
            }
        }
    }

    private void assertNamed(RunId bad, RunId good, String part) {
        try (Store store = TestingStores.open(folder, InstantSource.system())) {
            for (Reading reading : Reading.values()) {
                assertThat(reading.isExact(store, good))
                        .as("%s of 'good' beside damaged %s", reading, part)
                        .isTrue();
                if (reading.reads.contains(part)) {
                    assertThatThrownBy(() -> reading.isExact(store, bad))
                            .as("%s of damaged %s", reading, part)
                            .isInstanceOfSatisfying(
                                    RunloreException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                            .hasMessageStartingWith("the chunk of metric 'loss' that begins at row " + DAMAGED
                                    + " of run 'bad' is damaged: ");
                } else {
                    assertThat(reading.isExact(store, bad))
                            .as("%s without damaged %s", reading, part)
                            .isTrue();
                }
            }
        }
    }

    private enum Damage {
        ZEROED {
            @Override
            byte[] of(byte[] sound) {
                return new byte[sound.length];
            }
        },
        A_BIT_FLIPPED {
            @Override
            byte[] of(byte[] sound) {
                byte[] flipped = sound.clone();
                flipped[sound.length / 2] ^= 4;
                return flipped;
            }
        };

        abstract byte[] of(byte[] sound);
    }

    /** Ways to read a long run, and the parts of its second chunk that each of them has to read. */
    private enum Reading {
        POINTS("axes", "body") {
            @Override
            boolean isExact(Store store, RunId run) {
                return isPaged(store, run, Optional.empty(), 50_000, LONG);
            }
        },
        /** As the MLflow adapter reads a history. */
        POINTS_OF_ONE_COLUMN("axes", "body") {
            @Override
            boolean isExact(Store store, RunId run) {
                return isPaged(store, run, Optional.of(""), Limits.POINTS, LONG);
            }
        },
        POINTS_BEFORE {
            @Override
            boolean isExact(Store store, RunId run) {
                return isPaged(store, run, Optional.empty(), ROWS_OF_STEP / 3, ROWS_OF_STEP);
            }
        },
        BUCKETS_OF_BLOCKS("pyramid") {
            @Override
            boolean isExact(Store store, RunId run) {
                return isCut(store, run, new Cut(Axis.Own.STEP, Optional.empty(), Optional.empty(), 5), 0, LONG);
            }
        },
        BUCKETS_OF_POINTS("axes", "body") {
            @Override
            boolean isExact(Store store, RunId run) {
                return isCut(
                        store,
                        run,
                        new Cut(Axis.Own.STEP, Optional.of(1.0), Optional.of(3.0), 5),
                        ROWS_OF_STEP,
                        4 * ROWS_OF_STEP);
            }
        },
        BUCKETS_ALONG_ANOTHER_METRIC("axes", "body") {
            @Override
            boolean isExact(Store store, RunId run) {
                Cut cut = new Cut(new Axis.Other("loss", ""), Optional.empty(), Optional.empty(), 5);
                return buckets(store, run, cut).n() == LONG;
            }
        },
        EXPORT("axes", "body") {
            @Override
            boolean isExact(Store store, RunId run) {
                int next = 0;
                Optional<TransferStore.PointPlace> place = Optional.of(TransferStore.PointPlace.START);
                while (place.isPresent()) {
                    TransferStore.PointSlice slice = store.transfers().points(run, place.get());
                    for (RunPart.Points points : slice.points()) {
                        for (Optional<Cell> cell : points.columns().getOrDefault("", List.of())) {
                            if (!cell.equals(Optional.of(value(run, next++)))) {
                                return false;
                            }
                        }
                    }
                    place = slice.next();
                }
                return next == LONG;
            }
        };

        private final Set<String> reads;

        Reading(String... reads) {
            this.reads = Set.of(reads);
        }

        /** Whether the run's values come as they were logged. */
        abstract boolean isExact(Store store, RunId run);

        static boolean isPaged(Store store, RunId run, Optional<String> column, int limit, int count) {
            int next = 0;
            Optional<PageToken> token = Optional.empty();
            while (next < count) {
                MetricStore.PointPage page = store.metrics().points(run, "loss", column, limit, token);
                for (int i = 0; i < page.times().length; i++, next++) {
                    boolean isLogged = page.times()[i] == next / ROWS_OF_STEP
                            && page.steps()[i] == next / ROWS_OF_STEP
                            && Optional.of(value(run, next))
                                    .equals(page.columns()
                                            .getOrDefault("", Cells.of(List.of()))
                                            .get(i));
                    if (!isLogged) {
                        return false;
                    }
                }
                token = page.next();
                if (token.isEmpty()) {
                    break;
                }
            }
            return next == count;
        }

        /** Values count up, so buckets have each once when each begins where the one before ends. */
        static boolean isCut(Store store, RunId run, Cut cut, int from, int to) {
            double next = number(run, from);
            for (Bucket bucket : buckets(store, run, cut).buckets()) {
                boolean isWhole = bucket.first() == next
                        && bucket.min() == next
                        && bucket.last() == next + bucket.count() - 1
                        && bucket.max() == bucket.last();
                if (!isWhole) {
                    return false;
                }
                next += bucket.count();
            }
            return next == number(run, to);
        }

        static Buckets buckets(Store store, RunId run, Cut cut) {
            return store.metrics().buckets(List.of(run), "loss", "", cut).getOrDefault(run, Buckets.NONE);
        }
    }

    private static Cell value(RunId run, int row) {
        return Cell.of(number(run, row));
    }

    private static double number(RunId run, int row) {
        return (run.value().equals("bad") ? 0.5 : 1e9) + row;
    }

    /** So many points that blocks stand for them, in one sealed run. */
    private static void logVeryMany(Store store, RunId run) {
        RunDraft draft = RunDraft.of(run, "iris", User.named("anna"));
        store.runs().append(run, Writer.DIRECT, List.of(new RunRecord.Create(draft, WriterFacts.UNKNOWN)));
        for (int step = 0; step < LONG / ROWS_OF_STEP; step++) {
            int first = step * ROWS_OF_STEP;
            List<Cell> cells = IntStream.range(first, first + ROWS_OF_STEP)
                    .mapToObj(row -> value(run, row))
                    .toList();
            store.runs()
                    .append(
                            run,
                            Writer.DIRECT,
                            List.of(new RunRecord.Rows(
                                    "loss", MetricKind.LIST, step, OptionalDouble.of(step), Map.of("", cells))));
        }
        store.metrics().seal(run);
    }

    /** A part of the run's second chunk. */
    private byte[] stored(RunId run, String part) {
        try (Session session = new Database(folder).openWriter()) {
            return session.first(
                            "SELECT " + part + " FROM metric_chunk WHERE series_id = ? AND first_row = ?",
                            row -> row.getBytes(1),
                            series(session, run),
                            DAMAGED)
                    .orElseThrow();
        }
    }

    private void change(RunId run, String part, byte[] bytes) {
        try (Session session = new Database(folder).openWriter()) {
            int changed = session.update(
                    "UPDATE metric_chunk SET " + part + " = ? WHERE series_id = ? AND first_row = ?",
                    bytes,
                    series(session, run),
                    DAMAGED);
            assertThat(changed).isEqualTo(1);
        }
    }

    private static long series(Session session, RunId run) {
        return session.number(
                "SELECT series_id FROM series JOIN run ON run.run_key = series.run_key WHERE run.id = ?", run.value());
    }

    private static void log(Store store, RunId run) {
        RunRecord point = new RunRecord.Rows(
                "loss", MetricKind.SCALAR, 1, OptionalDouble.empty(), Map.of("", List.of(Cell.of(0.5))));
        RunDraft draft = RunDraft.of(run, "iris", User.named("anna"));
        store.runs().append(run, Writer.DIRECT, List.of(new RunRecord.Create(draft, WriterFacts.UNKNOWN), point));
    }
}
