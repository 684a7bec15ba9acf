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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks runs that promised a heartbeat and fell silent as NotResponding; their next sign of life takes them back. Whoever was silent
 * only because there was no server to hear it, or by a clock that was set meanwhile, has its time first.
 */
public final class SilenceWatch {
    private static final Logger log = LoggerFactory.getLogger(SilenceWatch.class);
    private static final Duration SILENCE = Duration.ofSeconds(150);
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Clocks that run by themselves are never so far apart between two looks. */
    private static final Duration LEAP = Duration.ofSeconds(30);

    private final RunStore store;
    private final Runs runs;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private Instant looked;
    private long lookedNanos;
    /** Since when the clock has run evenly, and heard whoever lives. */
    private Instant steady;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("silence-watch").factory());

    public SilenceWatch(RunStore store, Runs runs, InstantSource clock) {
        this(store, runs, clock, System::nanoTime);
    }

    SilenceWatch(RunStore store, Runs runs, InstantSource clock, LongSupplier nanoTime) {
        this.store = store;
        this.runs = runs;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.looked = clock.instant();
        this.lookedNanos = nanoTime.getAsLong();
        this.steady = looked;
    }

    public void start() {
        timer.scheduleWithFixedDelay(this::tryMark, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    public void stop() {
        timer.shutdownNow();
    }

    /** Marks those that are silent now. */
    void mark() {
        Instant now = look();
        if (steady.plus(SILENCE).isAfter(now)) {
            return;
        }
        for (RunId run : store.silent(now.minus(SILENCE), now.plus(SILENCE))) {
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

    /** The time; takes note of a clock that was set, or stood while the machine slept. */
    private Instant look() {
        Instant now = clock.instant();
        long nanos = nanoTime.getAsLong();
        Instant expected = looked.plusNanos(nanos - lookedNanos);
        if (Duration.between(expected, now).abs().compareTo(LEAP) > 0) {
            steady = now;
            log.info("the clock says {} where {} was expected; silent runs have {} more", now, expected, SILENCE);
        }
        looked = now;
        lookedNanos = nanos;
        return now;
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
