// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a few long histories be read at once and the others wait, so that memory is enough for those that are. Thread-safe. */
final class LongReads {
    /** Points of an answer that is still made in memory; more are long. */
    static final int SMALL = 100_000;
    /** Points of a long history that are in memory at a time: with their objects less than a fiftieth of it. */
    static final int WINDOW = Math.clamp(Runtime.getRuntime().maxMemory() / 4_096, 1 << 14, 1 << 20);

    private final int most;
    private final Duration patience;
    private final Semaphore turns;

    /** A part of an answer. */
    interface Answer {
        void write() throws IOException;
    }

    LongReads(int most, Duration patience) {
        this.most = most;
        this.patience = patience;
        this.turns = new Semaphore(most, true);
    }

    /**
     * Writes an answer from so many points, when it is its turn.
     *
     * @throws RunloreException UNAVAILABLE when others need longer than one should wait
     */
    void write(long points, Answer answer) throws IOException {
        if (points <= SMALL) {
            answer.write();
            return;
        }
        if (!isItsTurn()) {
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    most + " metrics of more than " + SMALL + " points are being read at once; ask again later");
        }
        try {
            answer.write();
        } finally {
            turns.release();
        }
    }

    private boolean isItsTurn() {
        try {
            return turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
