// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which runs changed since when, for what is kept of them in memory. Groups of writes have numbers. The writing thread announces a
 * group's runs before its commit and says after it that the group is finished. So whoever remembers {@link #finished} and then takes a
 * snapshot finds there all of these groups, and finds in {@link #since} every run whose rows differ in any later snapshot. Thread-safe.
 */
final class RunChanges {
    /** Keys above it are not followed: they would be of a history that memory cannot hold anyway. */
    static final int MOST_ROWS = 1 << 24;

    private final ReentrantLock lock = new ReentrantLock();
    /** By run key, the last group that changed the run; 0 when none did since the store was opened. */
    private long[] lastChange = new long[1_024];

    private long announced;
    private long finished;
    private boolean beyond;

    /** Before the commit of a group that changes these runs. */
    void announce(Collection<Long> runs) {
        lock.lock();
        try {
            announced++;
            for (long run : runs) {
                put(run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(long run) {
        if (run >= MOST_ROWS) {
            beyond = true;
            return;
        }
        int row = (int) run;
        if (row >= lastChange.length) {
            lastChange = Arrays.copyOf(lastChange, Math.max(row + 1, lastChange.length * 2));
        }
        lastChange[row] = announced;
    }

    /** After the commit of the announced group, or after it was undone. */
    void finish() {
        lock.lock();
        try {
            finished = announced;
        } finally {
            lock.unlock();
        }
    }

    /** The last group that is finished: any snapshot taken from now on has it, and all before it. */
    long finished() {
        lock.lock();
        try {
            return finished;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a run changed that cannot be followed. */
    boolean isBeyond() {
        lock.lock();
        try {
            return beyond;
        } finally {
            lock.unlock();
        }
    }

    /** Keys of the runs that were announced after that group, in their order. */
    int[] since(long group) {
        lock.lock();
        try {
            int[] runs = new int[16];
            int count = 0;
            for (int row = 0; row < lastChange.length && announced > group; row++) {
                if (lastChange[row] > group) {
                    runs = count < runs.length ? runs : Arrays.copyOf(runs, count * 2);
                    runs[count++] = row;
                }
            }
            return Arrays.copyOf(runs, count);
        } finally {
            lock.unlock();
        }
    }
}
