// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of the table {@code metric_chunk}. */
final class ChunkRows {
    private static final String HEAD = """
            SELECT first_row, rows, n, numbers, min_step, max_step, min_time, max_time, order_of_steps, order_of_times
            FROM metric_chunk WHERE series_id = ?\s""";

    private ChunkRows() {}

    static void insert(Session session, long workspace, Chunk chunk) {
        ChunkHead head = chunk.head();
        session.update(
                """
                INSERT INTO metric_chunk (series_id, first_row, workspace_id, rows, n, numbers, min_step, max_step, min_time,
                  max_time, order_of_steps, order_of_times, pyramid, axes, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                chunk.series(),
                head.firstRow(),
                workspace,
                head.rows(),
                head.cells(),
                head.numbers(),
                head.minStep(),
                head.maxStep(),
                head.numbers() == 0 ? null : head.minTime(),
                head.numbers() == 0 ? null : head.maxTime(),
                head.stepOrder().ordinal(),
                head.timesAscend(),
                chunk.pyramid(),
                chunk.axes(),
                chunk.body());
    }

    /** Removes what all columns of a metric have from a row on. */
    static void delete(Session session, List<Long> series, long fromRow) {
        session.update(
                "DELETE FROM metric_chunk WHERE series_id IN (SELECT value FROM json_each(?)) AND first_row >= ?",
                Json.numbers(series),
                fromRow);
    }

    /** The chunks of a series in the order of their rows. */
    static List<ChunkHead> heads(Session session, long series) {
        return session.list(HEAD + "ORDER BY first_row", ChunkRows::head, series);
    }

    static Optional<ChunkHead> last(Session session, long series) {
        return session.first(HEAD + "ORDER BY first_row DESC LIMIT 1", ChunkRows::head, series);
    }

    /** The chunk that has the row, or else the next one. */
    static Optional<ChunkHead> at(Session session, long series, long row) {
        return session.first(
                HEAD + "AND first_row > ? AND first_row + rows > ? ORDER BY first_row LIMIT 1",
                ChunkRows::head,
                series,
                row - Chunk.ROWS,
                row);
    }

    private static ChunkHead head(ResultSet row) throws SQLException {
        double minStep = row.getDouble("min_step");
        boolean hasSteps = !row.wasNull();
        return new ChunkHead(
                row.getLong("first_row"),
                row.getInt("rows"),
                row.getInt("n"),
                row.getInt("numbers"),
                hasSteps ? minStep : Double.NaN,
                hasSteps ? row.getDouble("max_step") : Double.NaN,
                row.getLong("min_time"),
                row.getLong("max_time"),
                ChunkHead.StepOrder.values()[row.getInt("order_of_steps")],
                row.getBoolean("order_of_times"));
    }

    /** How many rows of a metric are sealed. */
    static long sealed(Session session, long metric) {
        return last(session, metric).map(ChunkHead::end).orElse(0L);
    }

    /**
     * The rows of the chunks that begin at a row, with the cells of these series.
     *
     * @throws DamagedBytesException they cannot be read
     */
    static Rows read(Session session, long metric, Iterable<Long> series, long firstRow) {
        Axes axes = ChunkDecoder.axes(blob(session, "axes", metric, firstRow)
                .orElseThrow(() -> new DamagedBytesException("its times and steps are not there")));
        Map<Long, Cells> columns = new LinkedHashMap<>();
        for (long id : series) {
            blob(session, "body", id, firstRow).map(ChunkDecoder::cells).ifPresent(cells -> {
                if (cells.size() != axes.times().length) {
                    throw new DamagedBytesException(
                            "it has " + cells.size() + " cells in " + axes.times().length + " rows");
                }
                columns.put(id, cells);
            });
        }
        return new Rows(axes.times(), axes.steps(), columns);
    }

    static Optional<Pyramid> pyramid(Session session, long series, long firstRow) {
        return blob(session, "pyramid", series, firstRow).map(Pyramid::decode);
    }

    private static Optional<byte[]> blob(Session session, String column, long series, long firstRow) {
        return session.first(
                        "SELECT " + column + " FROM metric_chunk WHERE series_id = ? AND first_row = ?",
                        row -> Optional.ofNullable(row.getBytes(1)),
                        series,
                        firstRow)
                .flatMap(bytes -> bytes);
    }
}
