// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingTest {
    private static final MetricColumn LOSS = new MetricColumn(new RunId("r"), "loss", "", 3);
    private static final double[] VALUES = {Double.NaN, 0.0, -0.0, -1, 1, Double.POSITIVE_INFINITY};

    /** How points came, in the order in which they are read. */
    private enum Arrival {
        ORDERED,
        LATE,
        INTERLEAVED,
        BACKWARDS,
        SHUFFLED,
        EQUAL;

        List<Point> points(int count, Random random) {
            List<Point> ordered = new ArrayList<>(IntStream.range(0, count)
                    .mapToObj(n -> new Point(
                            n / 40, random.nextInt(3) == 0 ? Double.NaN : n / 7, VALUES[random.nextInt(VALUES.length)]))
                    .sorted(Point::byTime)
                    .toList());
            switch (this) {
                case ORDERED -> {}
                case LATE ->
                    IntStream.range(0, count / 20).forEach(n -> {
                        int place = random.nextInt(count - 30);
                        Collections.swap(ordered, place, place + 30);
                    });
                case INTERLEAVED -> ordered.sort(Comparator.comparingLong(point -> point.time() % 2));
                case BACKWARDS -> Collections.reverse(ordered);
                case SHUFFLED -> Collections.shuffle(ordered, random);
                case EQUAL -> Collections.fill(ordered, new Point(7, 0, 1));
            }
            return ordered;
        }
    }

    private static Reading read(TestingPoints store, int window, Optional<Place> place) {
        return new Reading(store, LOSS, Reading.Wanted.history(window), place);
    }

    /** Page by page, each by the reading before or, sometimes, by one that knows only the token. */
    private static List<Point> pages(TestingPoints store, int window, int page, Random random) {
        List<Point> read = new ArrayList<>();
        Reading reading = read(store, window, Optional.empty());
        do {
            read.addAll(reading.take(1 + random.nextInt(page)));
            assertThat(read).hasSizeLessThanOrEqualTo(store.points.size());
            if (random.nextInt(4) == 0) {
                Optional<Place> place = reading.place().map(one -> Place.parse(new PageToken(one.token())));
                boolean hasMore = reading.hasMore();
                reading = read(store, window, place);
                assertThat(hasMore)
                        .isEqualTo(!read(store, window, place).take(1).isEmpty());
            }
        } while (reading.hasMore());
        return read;
    }

    @ParameterizedTest
    @CsvSource({"1, 50, 60", "7, 20, 500", "100, 1000, 1000", "250, 300, 3000", "5000, 900, 3000"})
    void pagesOfAnyArrivalJoinInTheOrderOfTimeStepAndValue(int window, int page, int count) {
        for (Arrival arrival : Arrival.values()) {
            Random random = new Random(count);
            TestingPoints store = new TestingPoints(arrival.points(count, random));
            assertThat(pages(store, window, page, random))
                    .as(arrival.name())
                    .isEqualTo(store.points.stream().sorted(Point::byTime).toList());
        }
    }

    @Test
    void whatCameNearlyInItsOrderIsReadAFewTimesHoweverManyPagesThereAre() {
        for (Arrival arrival : List.of(Arrival.ORDERED, Arrival.LATE, Arrival.INTERLEAVED, Arrival.BACKWARDS)) {
            TestingPoints store = new TestingPoints(arrival.points(30_000, new Random(1)));
            Reading reading = read(store, 200, Optional.empty());
            List<Point> read = new ArrayList<>();
            do {
                List<Point> page = reading.take(50);
                assertThat(page).hasSizeBetween(1, 50);
                assertThat(reading.held()).isLessThanOrEqualTo(200);
                read.addAll(page);
            } while (reading.hasMore());
            assertThat(read).hasSize(30_000);
            assertThat(store.reads).as(arrival.name()).isLessThan(5 * 30_000 / 100);
        }
    }

    @Test
    void pointsThatComeMeanwhileShiftNothing() {
        TestingPoints store = new TestingPoints(Arrival.ORDERED.points(1_000, new Random(3)));
        List<Point> before = List.copyOf(store.points);
        Reading reading = read(store, 300, Optional.empty());
        List<Point> read = new ArrayList<>(reading.take(150));
        store.points.add(new Point(0, 0, 5));
        store.points.add(new Point(9_999, 0, 5));
        while (reading.hasMore()) {
            read.addAll(reading.take(150));
        }
        assertThat(read).isEqualTo(before);
        List<Point> anew = new ArrayList<>(before.subList(0, 150));
        Reading later = read(store, 300, Optional.of(Place.after(anew, Optional.empty())));
        do {
            anew.addAll(later.take(150));
        } while (later.hasMore());
        assertThat(anew.subList(0, 1_000)).isEqualTo(before);
        assertThat(anew.subList(1_000, anew.size())).containsExactly(new Point(9_999, 0, 5));
    }

    @Test
    void byStepOnlyTheStepsThatAreWantedAreRead() {
        TestingPoints store = new TestingPoints(Arrival.SHUFFLED.points(2_000, new Random(5)));
        Reading.Wanted wanted = new Reading.Wanted(Point::byStep, step -> step % 10 == 0, 50);
        Reading reading = new Reading(store, LOSS, wanted, Optional.empty());
        List<Point> read = new ArrayList<>();
        do {
            read.addAll(reading.take(50));
        } while (reading.hasMore());
        assertThat(read)
                .isEqualTo(store.points.stream()
                        .filter(point -> point.wholeStep() % 10 == 0)
                        .sorted(Point::byStep)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.5.0.0", "1.99999999999999999999.0.0.1", "2.5.0.0.1", "1.5.x.0.1", "along"})
    void whatIsNoPlaceIsRefused(String token) {
        assertThatThrownBy(() -> Place.parse(new PageToken(token)))
                .isInstanceOf(RunloreException.class)
                .hasMessageStartingWith("page token must be");
    }

    @Test
    void asManyReadingsAreKeptAsThereIsRoomForAndEachIsTakenOnce() {
        TestingPoints store = new TestingPoints(Arrival.ORDERED.points(100, new Random(7)));
        KeptReadings kept = new KeptReadings(250);
        List<Place> places = new ArrayList<>();
        for (int page : List.of(10, 20, 30)) {
            Reading reading = read(store, 100, Optional.empty());
            reading.take(page);
            kept.put(LOSS, reading);
            kept.put(LOSS, reading);
            places.add(reading.place().orElseThrow());
        }
        assertThat(kept.take(LOSS, places.get(0))).isEmpty();
        assertThat(kept.take(new MetricColumn(LOSS.run(), "other", "", 3), places.get(1)))
                .isEmpty();
        Reading second = kept.take(LOSS, places.get(1)).orElseThrow();
        assertThat(second.take(100)).isEqualTo(store.points.subList(20, 100));
        assertThat(kept.take(LOSS, places.get(1))).isEmpty();
        assertThat(kept.take(LOSS, places.get(2))).isPresent();
    }

    @Test
    void longOnesTakeTurnsAndShortOnesNeverWait() throws IOException {
        LongReads reads = new LongReads(1, Duration.ZERO);
        List<String> written = new ArrayList<>();
        reads.write(LongReads.SMALL + 1, () -> {
            written.add("long");
            reads.write(LongReads.SMALL, () -> written.add("short"));
            assertThatThrownBy(() -> reads.write(LongReads.SMALL + 1, () -> written.add("refused")))
                    .isInstanceOf(RunloreException.class)
                    .hasMessage("1 metrics of more than 100000 points are being read at once; ask again later");
        });
        reads.write(LongReads.SMALL + 1, () -> written.add("next"));
        assertThat(written).containsExactly("long", "short", "next");
    }
}
