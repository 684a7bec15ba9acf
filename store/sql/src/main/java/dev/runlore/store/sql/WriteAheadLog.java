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
 * either makes it longer or writes over what is there. The flush of the latter takes less than half as long, because a file system
 * then has nothing of its own to write; but where the system has dropped from memory what is there, a commit waits for the disk to read
 * it, as a frame begins and ends within a page. So what the next commits need is always there and in memory, {@link #STEP} at a time:
 * read again, or zeros where the file ends. SQLite takes for written only what has the checksums and the salt of its header. For the
 * writing thread.
 */
final class WriteAheadLog implements AutoCloseable {
    /** What SQLite cuts it to, and from where on its pages have waited long enough. */
    static final long MOST = 32L * 1024 * 1024;

    static final int STEP = 2 * 1024 * 1024;
    private static final int PIECE = 128 * 1024;
    private static final Logger log = LoggerFactory.getLogger(WriteAheadLog.class);

    private final Path file;
    private final Session session;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private @Nullable FileChannel channel;
    private long used;
    private long ready;

    WriteAheadLog(Path file, Session session) {
        this.file = file;
        this.session = session;
    }

    /** Gets ready what the next commits need, after one that left less than half a step. */
    void stayAhead() {
        long now = usedNow();
        ready = Math.max(now < used ? 0 : ready, now - now % STEP);
        used = now;
        while (ready < MOST && ready < used + STEP / 2) {
            prepare(ready);
            ready += STEP;
        }
    }

    /** Bytes from its start to the end of what is ready for the next commits. */
    long ready() {
        return ready;
    }

    /** Whether it is longer than it should be, which it stays until all of it is in the database. */
    boolean isLong() {
        return used > MOST;
    }

    /** Bytes from its start to the end of the last commit. A header of 32 and frames of 24 and a page: the format page of SQLite's log. */
    private long usedNow() {
        long frames = session.first("PRAGMA wal_checkpoint(NOOP)", row -> row.getLong(2))
                .orElse(0L);
        return 32 + frames * (24 + Database.PAGE);
    }

    private void prepare(long from) {
        try {
            FileChannel open = channel();
            long size = open.size();
            read(open, from, Math.min(size, from + STEP));
            if (size < from + STEP) {
                extend(open, size, from + STEP);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileChannel channel() throws IOException {
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        return channel;
    }

    private void read(FileChannel open, long from, long to) throws IOException {
        for (long at = from; at < to; at += PIECE) {
            open.read(piece.clear(), at);
        }
    }

    // A disk without room for this may have some for the next commit, so none of it is kept then.
    private static void extend(FileChannel open, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) (to - from));
        try {
            while (zeros.hasRemaining()) {
                open.write(zeros, from + zeros.position());
            }
            open.force(false);
        } catch (IOException e) {
            log.debug("the write-ahead log is not made longer ahead", e);
            open.truncate(from);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            log.warn("the write-ahead log {} was not closed", file, e);
        }
    }
}
