// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunloreException;
import dev.runlore.store.TransferStore.PointSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a run's log rows whole, metric by metric as each row has them. For the thread that has the session. */
final class StoredPoints {
    private static final int MOST_ROWS = 1_000;
    private static final int MOST_CELLS = 50_000;

    private final Session session;
    private final RunId run;
    private final long key;

    private record Column(String metric, String name, MetricKind kind) {}

    StoredPoints(Session session, RunId run, long key) {
        this.session = session;
        this.run = run;
        this.key = key;
    }

    /** The log rows from one on that have together not too many cells; at least one row. */
    PointSlice slice(long from) {
        List<long[]> sizes = session.list(
                "SELECT seq, n FROM metric_log WHERE run_key = ? AND seq >= ? ORDER BY seq LIMIT ?",
                row -> new long[] {row.getLong(1), row.getLong(2)},
                key,
                from,
                MOST_ROWS);
        if (sizes.isEmpty()) {
            return new PointSlice(List.of(), OptionalLong.empty());
        }
        long last = last(sizes);
        List<Map<Long, Rows>> rows = session.list(
                "SELECT seq, body FROM metric_log WHERE run_key = ? AND seq BETWEEN ? AND ? ORDER BY seq",
                row -> decode(row.getLong(1), row.getBytes(2)),
                key,
                from,
                last);
        return new PointSlice(points(rows), OptionalLong.of(last + 1));
    }

    private static long last(List<long[]> sizes) {
        long cells = 0;
        long last = sizes.getFirst()[0];
        for (long[] row : sizes) {
            cells += row[1];
            if (cells > MOST_CELLS) {
                break;
            }
            last = row[0];
        }
        return last;
    }

    private Map<Long, Rows> decode(long seq, byte[] body) {
        try {
            return LogRowDecoder.all(body);
        } catch (DamagedBytesException e) {
            throw new RunloreException(
                    ErrorCode.INTERNAL,
                    "log row " + seq + " of run '" + run + "' is damaged: " + e.getMessage()
                            + "; run 'runlore doctor' or restore a backup",
                    e);
        }
    }

    private List<RunPart.Points> points(List<Map<Long, Rows>> rows) {
        Set<Long> metrics = new LinkedHashSet<>();
        rows.forEach(row -> metrics.addAll(row.keySet()));
        Map<Long, Column> columns = columns(metrics);
        List<RunPart.Points> points = new ArrayList<>();
        rows.forEach(row -> row.values().forEach(block -> points.add(points(block, columns))));
        return points;
    }

    private Map<Long, Column> columns(Set<Long> metrics) {
        Map<Long, Column> columns = new HashMap<>();
        session.list(
                """
                SELECT s.series_id, k.name, k.col, s.kind FROM series s JOIN metric_key k ON k.key_id = s.key_id
                WHERE s.run_key = ? AND s.metric_id IN (SELECT value FROM json_each(?))
                """,
                row -> {
                    Column column = new Column(row.getString(2), row.getString(3), MetricKind.parse(row.getString(4)));
                    return columns.put(row.getLong(1), column) == null;
                },
                key,
                Json.numbers(metrics));
        return columns;
    }

    private RunPart.Points points(Rows rows, Map<Long, Column> columns) {
        Map<String, List<Optional<Cell>>> cells = new LinkedHashMap<>();
        Column any = null;
        for (Map.Entry<Long, Cells> stored : rows.columns().entrySet()) {
            Column column = columns.get(stored.getKey());
            if (column == null) {
                throw lost(stored.getKey());
            }
            any = column;
            cells.put(column.name, stored.getValue());
        }
        if (any == null) {
            throw lost(-1);
        }
        return new RunPart.Points(any.metric, any.kind, rows.times(), rows.steps(), cells);
    }

    private RunloreException lost(long series) {
        return new RunloreException(
                ErrorCode.INTERNAL,
                "a log row of run '" + run + "' names series " + series
                        + ", which is not there; run 'runlore doctor' or restore a backup");
    }
}
