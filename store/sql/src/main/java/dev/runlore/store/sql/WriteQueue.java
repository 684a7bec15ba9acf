// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Changes that wait for the writing thread, first come first served, bounded by the memory they hold. Thread-safe. */
final class WriteQueue {
    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final int GROUP_REQUESTS = 256;
    static final int GROUP_POINTS = 200_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Waiting<?>> waiting = new ArrayDeque<>();
    private long bytes;
    private @Nullable String closed;

    void add(Waiting<?> change) {
        lock.lock();
        try {
            if (closed != null) {
                throw new RunloreException(ErrorCode.UNAVAILABLE, closed);
            }
            long more = change.weight().bytes();
            if (!waiting.isEmpty() && bytes + more > MOST_BYTES) {
                throw new RunloreException(
                        ErrorCode.RATE_LIMITED,
                        "the store has " + bytes / 1024 / 1024 + " MiB of at most " + MOST_BYTES / 1024 / 1024
                                + " MiB to write already; send again in a second");
            }
            bytes += more;
            waiting.add(change);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What waits, up to one group; waits for the first. Empty when the queue is closed and nothing is left. */
    List<Waiting<?>> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && closed == null) {
                arrived.awaitUninterruptibly();
            }
            List<Waiting<?>> group = new ArrayList<>();
            int points = 0;
            while (!waiting.isEmpty() && group.size() < GROUP_REQUESTS && points < GROUP_POINTS) {
                Waiting<?> next = waiting.remove();
                bytes -= next.weight().bytes();
                points += next.weight().points();
                group.add(next);
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what comes from now on, with this sentence; what waits can still be taken. */
    void close(String why) {
        lock.lock();
        try {
            if (closed == null) {
                closed = why;
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
