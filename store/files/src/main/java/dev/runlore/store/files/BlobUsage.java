// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import dev.runlore.store.BlobStore.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Counts blobs and their bytes: looks through the folder when first asked, and is told of changes. Thread-safe. */
final class BlobUsage {
    private final Path folder;
    private final ReentrantLock lock = new ReentrantLock();
    private final LongAdder blobs = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private volatile boolean known;

    BlobUsage(Path folder) {
        this.folder = folder;
    }

    void add(long size) {
        change(1, size);
    }

    void remove(long size) {
        change(-1, -size);
    }

    private void change(int more, long size) {
        if (known) {
            blobs.add(more);
            bytes.add(size);
        }
    }

    Usage get() throws IOException {
        lock.lock();
        try {
            if (!known) {
                look();
            }
            return new Usage(blobs.sum(), bytes.sum());
        } finally {
            lock.unlock();
        }
    }

    private void look() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder, 2)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        known = true;
        for (Path file : files) {
            try {
                change(1, Files.size(file));
            } catch (NoSuchFileException e) {
                // deleted since the folder was listed
            }
        }
    }
}
