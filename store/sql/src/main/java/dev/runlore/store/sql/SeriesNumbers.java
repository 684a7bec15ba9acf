// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import dev.runlore.domain.ColumnType;
import dev.runlore.domain.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The numbers and booleans of one series in the order of arrival, in pieces: its chunks, and at the end what is still in the log.
 * For the thread that has the session, within one snapshot.
 */
final class SeriesNumbers {
    private final PointReader reader;
    private final long series;
    private final List<Piece> pieces = new ArrayList<>();
    private final Rows logRows;

    /**
     * A part of the series.
     *
     * @param head what is known of it; of a part in the log, made from its rows
     * @param firstNumber how many numbers come before it
     */
    record Piece(ChunkHead head, long firstNumber, boolean isSealed) {}

    /** Takes a number with its place among the numbers of the series; the step is NaN without one. */
    interface Sink {
        void take(long index, long time, double step, double value);
    }

    SeriesNumbers(Session session, RunId run, SeriesRows.Stored stored) {
        series = stored.id();
        reader = new PointReader(session, run, stored.run(), stored.metric(), List.of(series));
        long[] numbers = {0};
        for (ChunkHead head : ChunkRows.heads(session, series)) {
            add(head, true, numbers);
        }
        Rows.Joiner log = new Rows.Joiner();
        reader.readLog(0, (firstRow, rows) -> log.add(rows) != null);
        logRows = log.build();
        add(ChunkHead.of(0, logRows, cells(logRows)), false, numbers);
    }

    private void add(ChunkHead head, boolean isSealed, long[] numbers) {
        if (head.numbers() > 0) {
            pieces.add(new Piece(head, numbers[0], isSealed));
            numbers[0] += head.numbers();
        }
    }

    private Cells cells(Rows rows) {
        Cells cells = rows.columns().get(series);
        return cells == null ? new Cells.Builder(0).addAbsent(rows.count()).build() : cells;
    }

    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    long count() {
        return pieces.isEmpty()
                ? 0
                : pieces.getLast().firstNumber + pieces.getLast().head.numbers();
    }

    /** Hands over the numbers of a piece. */
    void read(Piece piece, Sink sink) {
        Rows rows = piece.isSealed ? reader.chunk(piece.head.firstRow()) : logRows;
        Cells cells = cells(rows);
        long index = piece.firstNumber;
        if (cells.type() == ColumnType.DOUBLE && cells.present() == rows.count()) {
            for (int row = 0; row < rows.count(); row++) {
                double value = Double.longBitsToDouble(cells.bits(row));
                sink.take(index++, rows.times()[row], rows.steps()[row], value);
            }
            return;
        }
        for (int row = 0; row < rows.count(); row++) {
            if (cells.isNumber(row)) {
                sink.take(index++, rows.times()[row], rows.steps()[row], cells.number(row));
            }
        }
    }

    void read(Sink sink) {
        pieces.forEach(piece -> read(piece, sink));
    }

    /** The piece's blocks, when they say all that there is to say; else empty, and it has to be read. */
    Optional<Pyramid> pyramid(Piece piece) {
        return piece.isSealed
                ? reader.pyramid(series, piece.head.firstRow()).filter(SeriesNumbers::isWhole)
                : Optional.empty();
    }

    private static boolean isWhole(Pyramid pyramid) {
        for (int block = 0; block < pyramid.counts().length; block++) {
            boolean hasNumbers = pyramid.counts()[block] > pyramid.nans()[block];
            boolean isFinite = Double.isFinite(pyramid.mins()[block]) && Double.isFinite(pyramid.maxs()[block]);
            if (hasNumbers && isFinite && !Double.isFinite(pyramid.sums()[block])) {
                return false;
            }
        }
        return true;
    }
}
