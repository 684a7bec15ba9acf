// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.log;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.artifact.Artifacts;
import dev.runlore.store.DamagedBlobException;
import dev.runlore.store.LogStore;
import dev.runlore.store.LogStore.RunLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;

/** Reads logs as one piece, wherever their bytes are: the sealed ones in the artifact, the later ones in the log's rows. */
final class LogBytes {

    /** Bytes of a log, and its size so far. */
    record Part(byte[] bytes, long size) {}

    private final LogStore logs;
    private final Artifacts artifacts;

    LogBytes(LogStore logs, Artifacts artifacts) {
        this.logs = logs;
        this.artifacts = artifacts;
    }

    /**
     * At most 1 MiB from {@code from}; empty at the end.
     *
     * @throws RunloreException NOT_FOUND
     */
    Part read(RunId run, ArtifactPath path, long from) throws IOException {
        Optional<RunLog> log = logs.find(run, path);
        if (log.isEmpty()) {
            long size = artifacts.get(run, path).size();
            return new Part(sealed(run, path, from, size), size);
        }
        try {
            Part part = new Part(read(log.get(), from), log.get().size());
            return isMoved(log.get()) ? read(run, path, from) : part;
        } catch (RunloreException e) {
            if (isMoved(log.get())) {
                return read(run, path, from);
            }
            throw e;
        }
    }

    private byte[] read(RunLog log, long from) throws IOException {
        return from < log.start()
                ? sealed(log.run(), log.path(), from, log.start())
                : logs.read(log.run(), log.path(), from, Limits.LOG_READ_BYTES);
    }

    // Sealing moves bytes from the rows to the artifact: what was read while that happened may lack them.
    private boolean isMoved(RunLog log) {
        return logs.find(log.run(), log.path()).map(RunLog::start).orElse(-1L) != log.start();
    }

    private byte[] sealed(RunId run, ArtifactPath path, long from, long end) throws IOException {
        int length = (int) Math.clamp(end - from, 0L, (long) Limits.LOG_READ_BYTES);
        if (length == 0) {
            return new byte[0];
        }
        try (InputStream bytes = artifacts.open(artifacts.get(run, path), from, length)) {
            return bytes.readAllBytes();
        } catch (DamagedBlobException damaged) {
            throw damaged.of(path, "run '" + run + "'");
        }
    }

    /** All bytes from 0 to the log's size, those of the artifact checked. */
    InputStream whole(RunLog log) throws IOException {
        InputStream rows = new RowStream(log);
        return log.start() == 0
                ? rows
                : new SequenceInputStream(artifacts.open(artifacts.get(log.run(), log.path())), rows);
    }

    /** The bytes of a log's rows, read a piece at a time. */
    private final class RowStream extends InputStream {
        private final RunLog log;
        private long at;
        private byte[] piece = new byte[0];
        private int next;

        RowStream(RunLog log) {
            this.log = log;
            this.at = log.start();
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (next == piece.length && !readPiece()) {
                return -1;
            }
            int n = Math.min(length, piece.length - next);
            System.arraycopy(piece, next, into, offset, n);
            next += n;
            return n;
        }

        private boolean readPiece() {
            int most = (int) Math.min(Limits.LOG_READ_BYTES, log.size() - at);
            piece = most == 0 ? new byte[0] : logs.read(log.run(), log.path(), at, most);
            at += piece.length;
            next = 0;
            return piece.length > 0;
        }
    }
}
