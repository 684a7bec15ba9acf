// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Writer;
import dev.runlore.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Marks runs that promised a heartbeat and fell silent as NotResponding; their next sign of life takes them back. */
public final class SilenceWatch {
    private static final Logger log = LoggerFactory.getLogger(SilenceWatch.class);
    private static final Duration SILENCE = Duration.ofSeconds(150);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final RunStore store;
    private final Runs runs;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("silence-watch").factory());

    public SilenceWatch(RunStore store, Runs runs, InstantSource clock) {
        this.store = store;
        this.runs = runs;
        this.clock = clock;
    }

    public void start() {
        // Whoever was silent only because there was no server to hear it has its time first.
        timer.scheduleWithFixedDelay(this::tryMark, SILENCE.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    public void stop() {
        timer.shutdownNow();
    }

    /** Marks those that are silent now. */
    void mark() {
        for (RunId run : store.silent(clock.instant().minus(SILENCE))) {
            try {
                runs.append(run, Writer.DIRECT, List.of(silent()));
            } catch (RunloreException e) {
                // It came back or ended between the two steps.
                if (e.code() != ErrorCode.WRONG_STATE && e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
            }
        }
    }

    private static RunRecord silent() {
        return new RunRecord.Status(RunStatus.NotResponding, Optional.empty(), Optional.empty());
    }

    // A timer that throws once never fires again.
    private void tryMark() {
        try {
            mark();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("looking for silent runs failed; the next look is in {}", EVERY);
        }
    }
}
