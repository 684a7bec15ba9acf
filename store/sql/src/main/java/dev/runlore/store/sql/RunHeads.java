// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How many points of each run still lie in the log, and so which runs are due for sealing. A count may be too high, after a commit
 * that failed: then a run comes too early, which costs a look at it. Thread-safe.
 */
final class RunHeads {
    /** A run's head grows up to this, or to so many points a series. */
    private static final long POINTS = 65_536;

    private static final long POINTS_OF_SERIES = 256;

    /** A run without new points for a minute is packed when it has more than this. */
    private static final long QUIET_POINTS = 1_000;

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Long, Head> heads = new HashMap<>();
    private boolean closed;

    private static final class Head {
        private long points;
        private long due = POINTS;
        private long grown;
        private boolean over;

        Head(long grown) {
            this.grown = grown;
        }
    }

    /** @param nanoTime as {@link System#nanoTime} */
    RunHeads(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Why a run is due. */
    enum Reason {
        GROWN,
        QUIET,
        OVER
    }

    /** A run that is due. */
    record Due(long run, Reason reason) {}

    /** Takes note of points that were written to the log. */
    void grown(long run, long points) {
        lock.lock();
        try {
            Head head = heads.computeIfAbsent(run, key -> new Head(nanoTime.getAsLong()));
            head.points += points;
            head.grown = nanoTime.getAsLong();
            if (head.points >= head.due) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that a run has ended. */
    void over(long run) {
        lock.lock();
        try {
            Head head = heads.get(run);
            if (head != null) {
                head.over = true;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next run that is due, when there is one; its count begins anew. Waits a while for one; empty too when this is closed. */
    Optional<Due> take() {
        lock.lock();
        try {
            Optional<Due> due = takeDue();
            if (due.isEmpty() && !closed) {
                changed.awaitNanos(LOOK_NANOS);
                due = takeDue();
            }
            return due;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #take}, without waiting. */
    Optional<Due> takeNow() {
        lock.lock();
        try {
            return takeDue();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Due> takeDue() {
        Optional<Due> due = due();
        due.ifPresent(one -> heads.remove(one.run));
        return due;
    }

    private Optional<Due> due() {
        long now = nanoTime.getAsLong();
        for (Map.Entry<Long, Head> entry : heads.entrySet()) {
            Head head = entry.getValue();
            if (head.points >= head.due) {
                return Optional.of(new Due(entry.getKey(), Reason.GROWN));
            }
            if (head.over) {
                return Optional.of(new Due(entry.getKey(), Reason.OVER));
            }
            if (head.points > QUIET_POINTS && now - head.grown > QUIET_NANOS) {
                return Optional.of(new Due(entry.getKey(), Reason.QUIET));
            }
        }
        return Optional.empty();
    }

    /** A run that was taken has so many points and series: it is due when it has grown beyond what its series allow. */
    void putBack(long run, long points, long series) {
        lock.lock();
        try {
            Head head = heads.computeIfAbsent(run, key -> new Head(nanoTime.getAsLong()));
            head.points += points;
            head.due = Math.max(POINTS, POINTS_OF_SERIES * series);
        } finally {
            lock.unlock();
        }
    }

    /** A run that was taken could not be packed: it is due again as one that is quiet. */
    void again(long run) {
        grown(run, QUIET_POINTS + 1);
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
