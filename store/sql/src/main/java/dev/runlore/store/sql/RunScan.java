// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All stored points of one run, read once and folded series by series: in memory are the folds and one log row at a time, however
 * many points there are. For the thread that has the session.
 */
final class RunScan {
    /** A log row that cannot be read, and why. */
    record Damage(long seq, String why) {}

    /** A log row that says to have other than the number of cells that it has. */
    record Miscount(long seq, long said, long has) {}

    private final Map<Long, PointFold> folds = new LinkedHashMap<>();
    private final List<Damage> damages = new ArrayList<>();
    private final List<Miscount> miscounts = new ArrayList<>();
    private long lastRow = -1;

    private RunScan() {}

    static RunScan of(Session session, long run) {
        RunScan scan = new RunScan();
        session.each("SELECT seq, n, body FROM metric_log WHERE run_key = ? ORDER BY seq", scan::row, run);
        return scan;
    }

    /** The folds of the series that have points, by id. */
    Map<Long, PointFold> folds() {
        return folds;
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
        Map<Long, LogRowDecoder.Rows> blocks;
        try {
            blocks = LogRowDecoder.all(row.getBytes(3));
        } catch (DamagedBytesException e) {
            damages.add(new Damage(lastRow, String.valueOf(e.getMessage())));
            return;
        }
        long cells = 0;
        for (LogRowDecoder.Rows block : blocks.values()) {
            cells += fold(block);
        }
        if (cells != row.getLong(2)) {
            miscounts.add(new Miscount(lastRow, row.getLong(2), cells));
        }
    }

    private long fold(LogRowDecoder.Rows rows) {
        long count = 0;
        for (Map.Entry<Long, @Nullable Cell[]> column : rows.columns().entrySet()) {
            count += fold(column.getKey(), rows, column.getValue());
        }
        return count;
    }

    private long fold(long series, LogRowDecoder.Rows rows, @Nullable Cell[] cells) {
        PointFold fold = folds.get(series);
        long count = 0;
        for (int i = 0; i < cells.length; i++) {
            Cell cell = cells[i];
            if (cell == null) {
                continue;
            }
            count++;
            if (fold == null) {
                fold = new PointFold(rows.times()[i], rows.steps()[i], cell);
                folds.put(series, fold);
            } else {
                fold.add(rows.times()[i], rows.steps()[i], cell);
            }
        }
        return count;
    }
}
