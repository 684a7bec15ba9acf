// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that commits are written to first. SQLite writes it from its start again once all of it is in the database, so a commit
 * either makes it longer or writes over what is there; the flush of the latter takes less than half as long, because a file system
 * then has nothing of its own to write. So it is made longer ahead, with zeros, by {@link #STEP}: SQLite takes for written only
 * what has the checksums and the salt of its header. For the writing thread.
 */
final class WriteAheadLog implements AutoCloseable {
    /** What SQLite cuts it to, and from where on its pages have waited long enough. */
    static final long MOST = 32L * 1024 * 1024;

    static final int STEP = 2 * 1024 * 1024;
    private static final Logger log = LoggerFactory.getLogger(WriteAheadLog.class);

    private final Path file;
    private @Nullable FileChannel end;
    private long size = -1;

    WriteAheadLog(Path file) {
        this.file = file;
    }

    /** Has room for the next commits, after one that used up what there was. */
    void stayAhead() {
        try {
            FileChannel channel = end();
            long used = channel.size();
            if (used > size && used < MOST) {
                extend(channel, used);
            }
            size = channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is longer than it should be, which it stays until all of it is in the database. */
    boolean isLong() {
        return size > MOST;
    }

    private FileChannel end() throws IOException {
        if (end == null) {
            end = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        }
        return end;
    }

    // A disk without room for this may have some for the next commit, so none of it is kept then.
    private static void extend(FileChannel channel, long used) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(STEP - (int) (used % STEP));
        try {
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            channel.force(false);
        } catch (IOException e) {
            log.debug("the write-ahead log is not made longer ahead", e);
            channel.truncate(used);
        }
    }

    @Override
    public void close() {
        try {
            if (end != null) {
                end.close();
            }
        } catch (IOException e) {
            log.warn("the write-ahead log {} was not closed", file, e);
        }
    }
}
