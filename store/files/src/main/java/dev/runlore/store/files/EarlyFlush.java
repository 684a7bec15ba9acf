// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Has a large file brought to the disk while it is still being written, so that its last flush has little left and the disk
 * does not stand idle meanwhile. At most one flush is under way, on a thread of its own, which blocks on the disk. For one thread.
 */
final class EarlyFlush {
    private static final long EVERY = 32L * 1024 * 1024;

    private final Disk disk;
    private long unflushed;
    private FutureTask<Boolean> flush = new FutureTask<>(() -> true);

    /** Brings to the disk what the file has so far. */
    interface Disk {
        void force() throws IOException;
    }

    EarlyFlush(Disk disk) {
        this.disk = disk;
        flush.run();
    }

    /** Hears that so many more bytes were written. After a flush that failed there is no other: the disk tells of lost bytes once. */
    void wrote(int bytes) {
        unflushed += bytes;
        if (unflushed >= EVERY && flush.state() == Future.State.SUCCESS) {
            unflushed = 0;
            flush = new FutureTask<>(() -> {
                disk.force();
                return true;
            });
            Thread.ofPlatform().daemon().name("blob-flush").start(flush);
        }
    }

    /**
     * Waits for the flush that is under way.
     *
     * @throws IOException what a flush met
     */
    void await() throws IOException {
        try {
            flush.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the file's flush was not waited for");
        } catch (ExecutionException e) {
            throw new IOException("the file could not be brought to the disk", e.getCause());
        }
    }
}
