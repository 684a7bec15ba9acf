// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All stored points of one run, read once and folded series by series, first those that are sealed and then the log's: in memory
 * are the folds and one chunk or log row at a time, however many points there are. For the thread that has the session.
 */
final class RunScan {
    /** A log row that cannot be read, and why. */
    record Damage(long seq, String why) {}

    /** A log row that says to have other than the number of cells that it has. */
    record Miscount(long seq, long said, long has) {}

    private final Map<Long, PointFold> folds = new LinkedHashMap<>();
    private final List<ChunkScan.Fault> chunkFaults = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    private final List<Miscount> miscounts = new ArrayList<>();
    private long lastRow = -1;

    private RunScan() {}

    static RunScan of(Session session, long run) {
        RunScan scan = new RunScan();
        columns(session, run).forEach((metric, series) -> scan.chunks(new ChunkScan(session, metric, series)));
        session.each("SELECT seq, n, body FROM metric_log WHERE run_key = ? ORDER BY seq", scan::row, run);
        return scan;
    }

    /** The folds of the series that have points, by id. */
    Map<Long, PointFold> folds() {
        return folds;
    }

    private static Map<Long, List<Long>> columns(Session session, long run) {
        Map<Long, List<Long>> columns = new LinkedHashMap<>();
        session.each(
                """
                SELECT metric_id, series_id FROM series s WHERE run_key = ?
                  AND EXISTS (SELECT 1 FROM metric_chunk c WHERE c.series_id = s.metric_id)
                ORDER BY metric_id, series_id
                """,
                row -> columns.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                        .add(row.getLong(2)),
                run);
        return columns;
    }

    private void chunks(ChunkScan chunks) {
        chunks.read(this::fold);
        chunkFaults.addAll(chunks.faults());
    }

    List<ChunkScan.Fault> chunkFaults() {
        return chunkFaults;
    }

    /** Whether some points cannot be read, so that the summaries rightly have more. */
    boolean hasLoss() {
        return !damages.isEmpty() || chunkFaults.stream().anyMatch(ChunkScan.Fault::isLoss);
    }

    List<Damage> damages() {
        return damages;
    }

    List<Miscount> miscounts() {
        return miscounts;
    }

    /** Number of the last log row; -1 without any. */
    long lastRow() {
        return lastRow;
    }

    private void row(ResultSet row) throws SQLException {
        lastRow = row.getLong(1);
        Map<Long, Rows> blocks;
        try {
            blocks = LogRowDecoder.all(row.getBytes(3));
        } catch (DamagedBytesException e) {
            damages.add(new Damage(lastRow, String.valueOf(e.getMessage())));
            return;
        }
        long cells = 0;
        for (Rows block : blocks.values()) {
            fold(block);
            cells += block.columns().values().stream().mapToLong(Cells::present).sum();
        }
        if (cells != row.getLong(2)) {
            miscounts.add(new Miscount(lastRow, row.getLong(2), cells));
        }
    }

    private void fold(Rows rows) {
        rows.columns().forEach((series, cells) -> fold(series, rows, cells));
    }

    private void fold(long series, Rows rows, Cells cells) {
        PointFold fold = folds.get(series);
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.isPresent(i)) {
                continue;
            }
            Cell cell = cells.cell(i);
            if (fold == null) {
                fold = new PointFold(rows.times()[i], rows.steps()[i], cell);
                folds.put(series, fold);
            } else {
                fold.add(rows.times()[i], rows.steps()[i], cell);
            }
        }
    }
}
