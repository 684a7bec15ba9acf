// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import java.util.List;
import java.util.Optional;

/** Reads the points of one metric of a run in the order of arrival. For the thread that has the session. */
final class PointReader {
    private static final int ROWS_AT_ONCE = 64;

    private final Session session;
    private final RunId run;
    private final long key;
    private final long metric;

    /** Takes the metric's part of a log row; answers whether more are wanted. */
    interface Sink {
        boolean take(long seq, Rows rows);
    }

    private record Row(long seq, byte[] body) {}

    PointReader(Session session, RunId run, long key, long metric) {
        this.session = session;
        this.run = run;
        this.key = key;
        this.metric = metric;
    }

    /** Hands over the metric's rows from log row {@code from} on. */
    void read(long from, Sink sink) {
        long next = from;
        while (true) {
            List<Row> rows = session.list(
                    "SELECT seq, body FROM metric_log WHERE run_key = ? AND seq >= ? ORDER BY seq LIMIT ?",
                    row -> new Row(row.getLong(1), row.getBytes(2)),
                    key,
                    next,
                    ROWS_AT_ONCE);
            for (Row row : rows) {
                Optional<Rows> points = decode(row);
                if (points.isPresent() && !sink.take(row.seq, points.get())) {
                    return;
                }
            }
            if (rows.size() < ROWS_AT_ONCE) {
                return;
            }
            next = rows.getLast().seq + 1;
        }
    }

    private Optional<Rows> decode(Row row) {
        try {
            return LogRowDecoder.find(row.body, metric);
        } catch (DamagedBytesException e) {
            throw new RunloreException(
                    ErrorCode.INTERNAL,
                    "log row " + row.seq + " of run '" + run + "' is damaged: " + e.getMessage()
                            + "; run 'runlore doctor' or restore a backup",
                    e);
        }
    }
}
