// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts chunks in the place of the log rows that they were made from; does nothing when these are not all there any more, as when
 * the run was purged meanwhile. Answers whether it did.
 *
 * @param seqs the log rows that were read
 * @param cuts chunks that were joined with newer rows and go
 * @param left what stays in the log
 */
record Sealed(long run, List<Long> seqs, List<Cut> cuts, List<Chunk> chunks, List<Left> left)
        implements Change<Boolean> {

    /** The chunks of a metric's series from a row on. */
    record Cut(List<Long> series, long fromRow) {}

    /** The body of a log row, and how many cells it has. */
    record Left(int cells, byte[] body) {}

    @Override
    public Boolean apply(Writing writing) {
        Session session = writing.session();
        long first = seqs.getFirst();
        long last = seqs.getLast();
        long there = session.number(
                "SELECT count(*) FROM metric_log WHERE run_key = ? AND seq BETWEEN ? AND ?", run, first, last);
        if (there != seqs.size()) {
            return false;
        }
        session.update("DELETE FROM metric_log WHERE run_key = ? AND seq BETWEEN ? AND ?", run, first, last);
        cuts.forEach(cut -> ChunkRows.delete(session, cut.series, cut.fromRow));
        chunks.forEach(chunk -> ChunkRows.insert(session, writing.workspace(), chunk));
        for (int i = 0; i < left.size(); i++) {
            Left row = left.get(i);
            session.update(
                    "INSERT INTO metric_log (run_key, seq, workspace_id, n, body) VALUES (?, ?, ?, ?, ?)",
                    run,
                    seqs.get(i),
                    writing.workspace(),
                    row.cells,
                    row.body);
        }
        writing.runs().sealed(run, last, left.isEmpty() ? -1 : seqs.get(left.size() - 1));
        return true;
    }

    /** About what it holds in memory; as many points as make it a group of its own, so that few callers wait for it. */
    Weight weight() {
        long bytes = 1_000;
        for (Chunk chunk : chunks) {
            bytes += 300 + length(chunk.axes()) + length(chunk.body()) + length(chunk.pyramid());
        }
        for (Left row : left) {
            bytes += row.body.length;
        }
        return new Weight(bytes, WriteQueue.GROUP_POINTS);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
