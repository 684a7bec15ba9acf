// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which runs are due for sealing, by a clock that the test moves. */
final class RunHeadsTest {
    private static final long START = Long.MAX_VALUE - 5; // as nanoTime may, it passes its greatest number
    private static final long RUN = 7;

    private long now = START;
    private final RunHeads heads = new RunHeads(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void aRunIsDueOnceItHasBeenQuietForMoreThanAMinute() {
        heads.grown(RUN, 1_001);
        pass(Duration.ofMinutes(1));
        assertThat(heads.takeNow()).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(heads.takeNow()).contains(new RunHeads.Due(RUN, RunHeads.Reason.QUIET));
        pass(Duration.ofDays(1));
        assertThat(heads.takeNow()).isEmpty();
    }

    @Test
    void everyPointBeginsTheMinuteAnew() {
        heads.grown(RUN, 1_001);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(59));
            heads.grown(RUN, 1);
            assertThat(heads.takeNow()).isEmpty();
        }
        pass(Duration.ofSeconds(61));
        assertThat(heads.takeNow()).contains(new RunHeads.Due(RUN, RunHeads.Reason.QUIET));
    }

    @Test
    void aThousandPointsStayInTheLogHoweverQuietItIs() {
        heads.grown(RUN, 1_000);
        pass(Duration.ofDays(1));
        assertThat(heads.takeNow()).isEmpty();
        heads.over(RUN);
        assertThat(heads.takeNow()).contains(new RunHeads.Due(RUN, RunHeads.Reason.OVER));
    }

    @Test
    void whatWasPutBackIsDueWhenItIsQuietToo() {
        heads.putBack(RUN, 70_000, 1_000);
        assertThat(heads.takeNow()).isEmpty();
        pass(Duration.ofSeconds(61));
        assertThat(heads.takeNow()).contains(new RunHeads.Due(RUN, RunHeads.Reason.QUIET));
        heads.again(RUN);
        assertThat(heads.takeNow()).isEmpty();
        pass(Duration.ofSeconds(61));
        assertThat(heads.takeNow()).contains(new RunHeads.Due(RUN, RunHeads.Reason.QUIET));
    }
}
