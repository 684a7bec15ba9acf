// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sums of those blobs of which parts were read last: a download in many parts reads all bytes once more, not once a part. A
 * digest's bytes never change, so neither do their sums. Thread-safe: who wants parts of a blob waits for the one who sums it.
 */
final class KnownSums {
    /** A blob of 1 GiB has sums of 64 KiB. */
    private static final int MOST = 64;

    private static final int STRIPES = 64;

    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Sha256, BlockSums> known = new LinkedHashMap<>(16, 0.75f, true);

    KnownSums() {
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Reads a whole blob. */
    interface Reading {
        BlockSums sums() throws IOException;
    }

    BlockSums get(Sha256 name, Reading reading) throws IOException {
        Optional<BlockSums> before = find(name);
        if (before.isPresent()) {
            return before.get();
        }
        ReentrantLock one = locks[Math.floorMod(name.hashCode(), STRIPES)];
        one.lock();
        try {
            Optional<BlockSums> meanwhile = find(name);
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            BlockSums sums = reading.sums();
            add(name, sums);
            return sums;
        } finally {
            one.unlock();
        }
    }

    private Optional<BlockSums> find(Sha256 name) {
        lock.lock();
        try {
            return Optional.ofNullable(known.get(name));
        } finally {
            lock.unlock();
        }
    }

    private void add(Sha256 name, BlockSums sums) {
        lock.lock();
        try {
            known.put(name, sums);
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }
}
