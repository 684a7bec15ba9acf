// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.live;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunId;
import dev.runlore.server.run.RunChange;
import dev.runlore.server.run.RunListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The latest events of this server, numbered from 1. Whoever tells one never waits for those who watch. Thread-safe. */
public final class Events implements RunListener, AutoCloseable {
    public static final int KEPT = 10_000;

    /** Events in the order of their numbers, the last of which is {@code last}; {@code lost} when older ones are no longer kept. */
    record Batch(List<Event> events, long last, boolean lost) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final @Nullable Event[] ring;
    private long last;
    private boolean closed;

    public Events() {
        this(KEPT);
    }

    Events(int kept) {
        this.ring = new @Nullable Event[kept];
    }

    @Override
    public void changed(RunChange change) {
        tell(new Event.RunChanged(change.run(), change.revision(), change.status()));
    }

    /** A run's log now has so many bytes. */
    public void grew(RunId run, long revision, ArtifactPath path, long size) {
        tell(new Event.LogGrew(run, revision, path, size));
    }

    private void tell(Event event) {
        lock.lock();
        try {
            last++;
            ring[(int) (last % ring.length)] = event;
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Number of the latest event, 0 before the first. */
    long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Whether all events after this number are still kept. */
    boolean isKept(long number) {
        lock.lock();
        try {
            return number <= last && number >= last - ring.length;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** The events after a number; waits at most so long for one. */
    Batch after(long number, Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (last == number && !closed && left > 0) {
                left = told.awaitNanos(left);
            }
            if (number < last - ring.length) {
                return new Batch(List.of(), last, true);
            }
            List<Event> events = new ArrayList<>((int) (last - number));
            for (long n = number + 1; n <= last; n++) {
                events.add(java.util.Objects.requireNonNull(ring[(int) (n % ring.length)]));
            }
            return new Batch(events, last, false);
        } finally {
            lock.unlock();
        }
    }

    /** Lets everybody who waits go. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
