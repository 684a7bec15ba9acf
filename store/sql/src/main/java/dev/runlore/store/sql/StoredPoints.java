// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.ColumnType;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.store.TransferStore.PointPlace;
import dev.runlore.store.TransferStore.PointSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a run's points metric by metric, in the order of first appearance: so they leave the same, however they came and whatever
 * of them is sealed. For the thread that has the session.
 */
final class StoredPoints {
    /** Metrics that go together in one slice have at most so many cells. */
    private static final int MOST_CELLS = 50_000;

    private static final int MOST_METRICS = 1_000;

    /** Characters of text in one part. */
    private static final long MOST_TEXT = 2L * 1024 * 1024;

    private final Session session;
    private final RunId run;
    private final long key;

    /** A metric with its columns by series. */
    private record Stored(
            long id, String name, MetricKind kind, long cells, boolean hasText, Map<Long, String> columns) {}

    StoredPoints(Session session, RunId run, long key) {
        this.session = session;
        this.run = run;
        this.key = key;
    }

    /** Some rows from a place on, at least one when there are any. */
    PointSlice slice(PointPlace from) {
        List<Stored> metrics = metrics(from.metric());
        if (metrics.isEmpty()) {
            return new PointSlice(List.of(), Optional.empty());
        }
        Stored first = metrics.getFirst();
        boolean goesOn = first.id == from.metric() && from.row() > 0;
        if (goesOn || first.hasText || first.cells > MOST_CELLS) {
            return partOf(first, goesOn ? from.row() : 0);
        }
        List<Stored> together = together(metrics);
        List<RunPart.Points> points = new ArrayList<>();
        read(together).forEach((metric, rows) -> points.add(points(metric, rows)));
        return new PointSlice(points, Optional.of(PointPlace.after(together.getLast().id)));
    }

    /** The first metrics that have few cells together and no text, which may be long. */
    private static List<Stored> together(List<Stored> metrics) {
        List<Stored> together = new ArrayList<>();
        long cells = 0;
        for (Stored metric : metrics) {
            cells += metric.cells;
            if (cells > MOST_CELLS || metric.hasText) {
                break;
            }
            together.add(metric);
        }
        return together;
    }

    /** Cut by what the rows have alone, so that it comes out the same whatever of them is sealed. */
    private PointSlice partOf(Stored metric, long from) {
        int mostRows = Math.max(1, MOST_CELLS / metric.columns.size());
        Rows.Joiner joined = new Rows.Joiner();
        long[] text = {0};
        reader(metric).read(from, (firstRow, rows) -> {
            int least = joined.count() == 0 ? 1 : 0;
            int to = Math.max(least, rows.cut(0, mostRows - joined.count(), MOST_TEXT - text[0]));
            Rows taken = rows.part(0, to);
            text[0] += taken.text();
            joined.add(taken);
            return to == rows.count();
        });
        if (joined.count() == 0) {
            return new PointSlice(List.of(), Optional.of(PointPlace.after(metric.id)));
        }
        return new PointSlice(
                List.of(points(metric, joined.build())), Optional.of(new PointPlace(metric.id, from + joined.count())));
    }

    /** All rows of several metrics, with one look at the log. */
    private Map<Stored, Rows> read(List<Stored> metrics) {
        Map<Long, Rows.Joiner> joiners = new LinkedHashMap<>();
        for (Stored metric : metrics) {
            Rows.Joiner joiner = new Rows.Joiner();
            joiners.put(metric.id, joiner);
            reader(metric).readChunks(0, (firstRow, rows) -> joiner.add(rows) != null);
        }
        reader(metrics.getFirst()).readLog(joiners.keySet(), (metric, rows) -> {
            Rows.Joiner joiner = joiners.get(metric);
            if (joiner != null) {
                joiner.add(rows);
            }
        });
        Map<Stored, Rows> read = new LinkedHashMap<>();
        for (Stored metric : metrics) {
            Rows.Joiner joiner = joiners.get(metric.id);
            if (joiner != null && joiner.count() > 0) {
                read.put(metric, joiner.build());
            }
        }
        return read;
    }

    private PointReader reader(Stored metric) {
        return new PointReader(session, run, key, metric.id, List.copyOf(metric.columns.keySet()));
    }

    /** The metrics from one on. */
    private List<Stored> metrics(long from) {
        List<Long> ids = session.list(
                "SELECT DISTINCT metric_id FROM series WHERE run_key = ? AND metric_id >= ? ORDER BY metric_id LIMIT ?",
                row -> row.getLong(1),
                key,
                from,
                MOST_METRICS);
        Map<Long, Stored> metrics = new LinkedHashMap<>();
        session.forEach(
                """
                SELECT s.metric_id, k.name, s.kind, s.n, s.type, s.series_id, k.col
                FROM series s JOIN metric_key k ON k.key_id = s.key_id
                WHERE s.run_key = ? AND s.metric_id IN (SELECT value FROM json_each(?)) ORDER BY s.metric_id, s.series_id
                """,
                row -> {
                    ColumnType type = SeriesRows.type(row.getString(5));
                    Stored column = new Stored(
                            row.getLong(1),
                            row.getString(2),
                            MetricKind.parse(row.getString(3)),
                            row.getLong(4),
                            type == ColumnType.TEXT || type == ColumnType.MIXED,
                            Map.of(row.getLong(6), row.getString(7)));
                    metrics.merge(column.id, column, StoredPoints::with);
                    return true;
                },
                key,
                Json.numbers(ids));
        return List.copyOf(metrics.values());
    }

    private static Stored with(Stored metric, Stored column) {
        Map<Long, String> columns = new LinkedHashMap<>(metric.columns);
        columns.putAll(column.columns);
        return new Stored(
                metric.id,
                metric.name,
                metric.kind,
                metric.cells + column.cells,
                metric.hasText || column.hasText,
                columns);
    }

    private static RunPart.Points points(Stored metric, Rows rows) {
        Map<String, List<Optional<Cell>>> cells = new LinkedHashMap<>();
        metric.columns.forEach((series, name) -> {
            Cells column = rows.columns().get(series);
            if (column != null && column.present() > 0) {
                cells.put(name, column);
            }
        });
        return new RunPart.Points(metric.name, metric.kind, rows.times(), rows.steps(), cells);
    }
}
