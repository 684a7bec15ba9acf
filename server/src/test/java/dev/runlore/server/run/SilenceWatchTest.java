// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Tags;
import dev.runlore.domain.User;
import dev.runlore.domain.Writer;
import dev.runlore.store.sql.SqliteStore;
import dev.runlore.store.sql.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceWatchTest {
    private static final Instant START = Instant.parse("2026-05-04T09:30:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private long nanos;
    private final List<RunChange> heard = new ArrayList<>();
    private SqliteStore store;
    private Runs runs;
    private SilenceWatch watch;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = SqliteStore.open(folder, new StoreOptions(now::get, fault -> {
            throw new AssertionError(fault);
        }));
        runs = new Runs(store.runs(), heard::add);
        watch = new SilenceWatch(store.runs(), runs, now::get, () -> nanos);
    }

    @AfterEach
    void close() {
        watch.stop();
        store.close();
    }

    @Test
    void aRunThatPromisedABeatIsNotRespondingAfter150SilentSeconds() {
        create("a", true);
        after(149);
        assertThat(runs.get(new RunId("a")).status()).isEqualTo(RunStatus.Running);
        after(151);
        assertThat(runs.get(new RunId("a")).status()).isEqualTo(RunStatus.NotResponding);
        assertThat(heard.getLast().status()).isEqualTo(RunStatus.NotResponding);
    }

    @Test
    void aBeatTakesItBack() {
        create("a", true);
        after(151);
        beat("a");
        assertThat(runs.get(new RunId("a")).status()).isEqualTo(RunStatus.Running);
        after(300);
        assertThat(runs.get(new RunId("a")).status()).isEqualTo(RunStatus.Running);
        after(302);
        assertThat(runs.get(new RunId("a")).status()).isEqualTo(RunStatus.NotResponding);
    }

    @Test
    void aRunWithoutHeartbeatAndAnEndedOneAreLeftAlone() {
        create("quiet", false);
        create("ended", true);
        runs.append(
                new RunId("ended"),
                Writer.DIRECT,
                List.of(new RunRecord.Status(RunStatus.Completed, Optional.empty(), Optional.empty())));
        after(100_000);
        assertThat(runs.get(new RunId("quiet")).status()).isEqualTo(RunStatus.Running);
        assertThat(runs.get(new RunId("ended")).status()).isEqualTo(RunStatus.Completed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void aClockThatLeapsByADayLosesNoRunThatGoesOnAndFindsTheSilentOnes(long days) {
        create("alive", true);
        create("silent", true);
        after(60);
        beat("alive");
        now.updateAndGet(clock -> clock.plus(Duration.ofDays(days)));
        for (int look = 1; look <= 20; look++) {
            pass(10);
            assertThat(runs.get(new RunId("alive")).status()).isEqualTo(RunStatus.Running);
            assertThat(runs.get(new RunId("silent")).status())
                    .isEqualTo(look <= 15 ? RunStatus.Running : RunStatus.NotResponding);
            if (look % 3 == 0) {
                beat("alive");
            }
        }
        assertThat(heard.stream().map(RunChange::status)).containsOnlyOnce(RunStatus.NotResponding);
    }

    @Test
    void afterAStartOfTheServerRunsHaveTheirTimeToBeHeard() {
        create("a", true);
        now.set(START.plusSeconds(100_000));
        watch = new SilenceWatch(store.runs(), runs, now::get, () -> nanos);
        pass(149);
        assertThat(runs.get(new RunId("a")).status()).isEqualTo(RunStatus.Running);
        pass(2);
        assertThat(runs.get(new RunId("a")).status()).isEqualTo(RunStatus.NotResponding);
    }

    private void beat(String id) {
        runs.append(new RunId(id), Writer.DIRECT, List.of(new RunRecord.Heartbeat()));
    }

    private void after(long seconds) {
        pass(Duration.between(now.get(), START.plusSeconds(seconds)).toSeconds());
    }

    /** As clocks do. */
    private void pass(long seconds) {
        now.updateAndGet(clock -> clock.plusSeconds(seconds));
        nanos += Duration.ofSeconds(seconds).toNanos();
        watch.mark();
    }

    private void create(String id, boolean heartbeat) {
        runs.create(new RunDraft(
                new RunId(id),
                "iris",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RunStatus.Running,
                Optional.empty(),
                List.of(),
                RunDraft.LOCAL,
                User.named("ada"),
                Optional.empty(),
                heartbeat,
                Optional.empty(),
                Tags.NONE,
                Map.of(),
                Map.of(),
                Optional.empty()));
    }
}
