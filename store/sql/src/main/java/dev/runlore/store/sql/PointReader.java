// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Reads the points of one metric of a run in the order of arrival: first what is sealed, then the log. For the thread that has the session. */
final class PointReader {
    private static final String LOG = "SELECT seq, body FROM metric_log WHERE run_key = ? ORDER BY seq";

    private final Session session;
    private final RunId run;
    private final long key;
    private final long metric;
    private final List<Long> series;

    /** Takes consecutive rows of the metric, whose first has this number; answers whether more are wanted. */
    interface Sink {
        boolean take(long firstRow, Rows rows);
    }

    /**
     * A reader of some columns.
     *
     * @param series the columns whose cells are wanted; rows may have others beside them
     */
    PointReader(Session session, RunId run, long key, long metric, List<Long> series) {
        this.session = session;
        this.run = run;
        this.key = key;
        this.metric = metric;
        this.series = List.copyOf(series);
    }

    /** Hands over the metric's rows from a row on. */
    void read(long from, Sink sink) {
        long[] next = {from};
        boolean wantsMore = readChunks(from, (firstRow, rows) -> {
            next[0] = firstRow + rows.count();
            return sink.take(firstRow, rows);
        });
        if (wantsMore) {
            readLog(next[0], sink);
        }
    }

    /** Hands over those of the metric's rows that are sealed, from a row on; answers whether more are wanted. */
    boolean readChunks(long from, Sink sink) {
        long next = from;
        Optional<ChunkHead> chunk = ChunkRows.at(session, metric, next);
        while (chunk.isPresent()) {
            ChunkHead head = chunk.get();
            Rows rows = chunk(head.firstRow());
            if (!sink.take(next, rows.part((int) (next - head.firstRow()), rows.count()))) {
                return false;
            }
            next = head.end();
            chunk = ChunkRows.at(session, metric, next);
        }
        return true;
    }

    /** The sealed rows of the chunk that begins at a row. */
    Rows chunk(long firstRow) {
        return whole(firstRow, () -> ChunkRows.read(session, metric, series, firstRow));
    }

    /** The pyramid of the chunk of a series that begins at a row, if it has one. */
    Optional<Pyramid> pyramid(long id, long firstRow) {
        return whole(firstRow, () -> ChunkRows.pyramid(session, id, firstRow));
    }

    /** Hands over those of the metric's rows that are still in the log, from a row on. */
    void readLog(long from, Sink sink) {
        long[] next = {ChunkRows.sealed(session, metric)};
        session.visit(
                LOG,
                row -> {
                    Optional<Rows> rows = decode(row.getLong(1), () -> LogRowDecoder.find(row.getBytes(2), metric));
                    if (rows.isEmpty()) {
                        return true;
                    }
                    int count = rows.get().count();
                    long first = next[0];
                    next[0] += count;
                    int skipped = Math.clamp(from - first, 0, count);
                    return skipped == count
                            || sink.take(first + skipped, rows.get().part(skipped, count));
                },
                key);
    }

    /** Hands over what several metrics of the run still have in the log, by the id of their first series. */
    void readLog(Set<Long> metrics, BiConsumer<Long, Rows> sink) {
        session.visit(
                LOG,
                row -> {
                    decode(row.getLong(1), () -> LogRowDecoder.some(row.getBytes(2), metrics::contains))
                            .forEach(sink);
                    return true;
                },
                key);
    }

    /** As the other, from some rows of the log only. */
    void readLog(LogSpans.Span span, Set<Long> metrics, BiConsumer<Long, Rows> sink) {
        session.each(
                "SELECT seq, body FROM metric_log WHERE run_key = ? AND seq BETWEEN ? AND ?",
                row -> decode(row.getLong(1), () -> LogRowDecoder.some(row.getBytes(2), metrics::contains))
                        .forEach(sink),
                key,
                span.first(),
                span.last());
    }

    /** Where the run's log reaches. */
    LogSpans spans() {
        LogSpans spans = new LogSpans();
        session.each(
                LOG,
                row -> {
                    Reach reach = new Reach();
                    long points = decode(row.getLong(1), () -> LogRowDecoder.reach(row.getBytes(2), reach));
                    spans.add(row.getLong(1), points, reach);
                },
                key);
        return spans;
    }

    private <T> T decode(long seq, LogRowReading<T> reading) throws SQLException {
        try {
            return reading.read();
        } catch (DamagedBytesException e) {
            throw damaged("log row " + seq, e);
        }
    }

    /** Reads from the row that a statement is at. */
    private interface LogRowReading<T> {
        T read() throws SQLException;
    }

    private <T> T whole(long firstRow, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (DamagedBytesException e) {
            throw damaged("the chunk of metric '" + Shown.text(name()) + "' that begins at row " + firstRow, e);
        }
    }

    private String name() {
        return session.first(
                        "SELECT k.name FROM series s JOIN metric_key k ON k.key_id = s.key_id WHERE s.series_id = ?",
                        row -> row.getString(1),
                        metric)
                .orElse("");
    }

    private RunloreException damaged(String what, DamagedBytesException cause) {
        return new RunloreException(
                ErrorCode.INTERNAL,
                what + " of run '" + run + "' is damaged: " + cause.getMessage()
                        + "; run 'runlore doctor' or restore a backup",
                cause);
    }
}
