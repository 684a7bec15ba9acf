// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.server.run.RunChange;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final RunId RUN = new RunId("a");

    private static void tell(Events events, int from, int to) {
        for (int revision = from; revision <= to; revision++) {
            events.changed(new RunChange(RUN, revision, RunStatus.Running));
        }
    }

    @Test
    void eventsAfterANumberComeInOrder() throws InterruptedException {
        Events events = new Events(4);
        tell(events, 1, 3);
        Events.Batch batch = events.after(1, Duration.ZERO);
        assertThat(batch.events()).extracting(Event::revision).containsExactly(2L, 3L);
        assertThat(batch.last()).isEqualTo(3);
        assertThat(batch.lost()).isFalse();
    }

    @Test
    void whoIsSlowerThanTheRingIsToldSo() throws InterruptedException {
        Events events = new Events(4);
        tell(events, 1, 10);
        assertThat(events.after(6, Duration.ZERO).events())
                .extracting(Event::revision)
                .containsExactly(7L, 8L, 9L, 10L);
        assertThat(events.after(5, Duration.ZERO).lost()).isTrue();
        assertThat(events.isKept(6)).isTrue();
        assertThat(events.isKept(5)).isFalse();
        assertThat(events.isKept(10)).isTrue();
        assertThat(events.isKept(11)).isFalse();
    }

    @Test
    void whoWaitsIsWokenByAnEvent() throws InterruptedException {
        Events events = new Events(4);
        Thread teller = Thread.ofVirtual().start(() -> tell(events, 1, 1));
        assertThat(events.after(0, Duration.ofSeconds(20)).events())
                .extracting(Event::revision)
                .containsExactly(1L);
        teller.join();
    }

    @Test
    void whoWaitsIsLetGoAtTheEnd() throws InterruptedException {
        Events events = new Events(4);
        Thread closer = Thread.ofVirtual().start(events::close);
        assertThat(events.after(0, Duration.ofMinutes(5)).events()).isEmpty();
        assertThat(events.isClosed()).isTrue();
        closer.join();
    }
}
