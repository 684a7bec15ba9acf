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

class SilenceWatchTest {
    private static final Instant START = Instant.parse("2026-05-04T09:30:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
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
        watch = new SilenceWatch(store.runs(), runs, now::get);
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
        runs.append(new RunId("a"), Writer.DIRECT, List.of(new RunRecord.Heartbeat()));
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

    private void after(long seconds) {
        now.set(START.plusSeconds(seconds));
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
