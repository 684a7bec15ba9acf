// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Metric;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.Summary;
import dev.runlore.store.MetricStore;
import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Metrics in SQLite. Thread-safe. */
final class SqliteMetricStore implements MetricStore {
    private static final String SERIES =
            "SELECT s.*, k.name, k.col FROM series s JOIN metric_key k ON k.key_id = s.key_id ";

    private final Readers readers;
    private final Sealer sealer;
    private final long workspace;

    SqliteMetricStore(Readers readers, Sealer sealer, long workspace) {
        this.readers = readers;
        this.sealer = sealer;
        this.workspace = workspace;
    }

    @Override
    public Page<Metric> list(RunId run, int limit, Optional<PageToken> token) {
        Pages.checkLimit(limit);
        Token tokens = Token.of("metrics", run);
        long after = tokens.read(token, 0)[0];
        return readers.read(session -> {
            long key = RunRows.keyOf(session, workspace, run).orElse(-1L);
            List<Long> ids = session.list("""
                    SELECT metric_id FROM series WHERE run_key = ? AND metric_id > ? AND metric_id = series_id
                    ORDER BY metric_id LIMIT ?
                    """, row -> row.getLong(1), key, after, limit + 1);
            List<Long> shown = ids.subList(0, Math.min(limit, ids.size()));
            List<SeriesRows.Stored> series = session.list(
                    SERIES
                            + "WHERE s.run_key = ? AND s.metric_id IN (SELECT value FROM json_each(?)) ORDER BY s.series_id",
                    SeriesRows::read,
                    key,
                    Json.numbers(shown));
            Optional<PageToken> next = ids.size() > limit ? Optional.of(tokens.at(shown.getLast())) : Optional.empty();
            return new Page<>(metrics(series), next);
        });
    }

    /** Metrics of series in the order of first appearance; each comes where its first column does. */
    private static List<Metric> metrics(List<SeriesRows.Stored> series) {
        Map<Long, List<SeriesRows.Stored>> byMetric = new LinkedHashMap<>();
        series.forEach(one ->
                byMetric.computeIfAbsent(one.metric(), id -> new ArrayList<>()).add(one));
        return byMetric.values().stream().map(SqliteMetricStore::metric).toList();
    }

    private static Metric metric(List<SeriesRows.Stored> series) {
        List<Summary> columns = series.stream().map(SeriesRows.Stored::summary).toList();
        return new Metric(series.getFirst().name(), series.getFirst().kind(), columns);
    }

    @Override
    public Optional<Metric> find(RunId run, String name) {
        return Optional.ofNullable(find(List.of(run), name).get(run));
    }

    @Override
    public Map<RunId, Map<String, Cell>> lastValues(Collection<RunId> runs) {
        return readers.read(session -> {
            ByRun<Map<String, Cell>> values = ByRun.of(session, workspace, runs, LinkedHashMap::new);
            session.list(
                    """
                    SELECT s.run_key, k.name, s.last FROM series s JOIN metric_key k ON k.key_id = s.key_id
                    WHERE s.run_key IN (SELECT value FROM json_each(?)) AND s.kind = 'scalar' ORDER BY s.series_id
                    """,
                    row -> values.of(row.getLong(1)).put(row.getString(2), CellBytes.read(row.getBytes(3))),
                    values.array());
            return values.all();
        });
    }

    @Override
    public Map<RunId, List<Latest>> latest(Collection<RunId> runs) {
        return readers.read(session -> {
            ByRun<List<Latest>> latest = ByRun.of(session, workspace, runs, ArrayList::new);
            session.each(
                    """
                    SELECT s.run_key, k.name, k.col, s.last, s.last_time, s.last_step
                    FROM series s JOIN metric_key k ON k.key_id = s.key_id
                    WHERE s.run_key IN (SELECT value FROM json_each(?)) ORDER BY s.series_id
                    """,
                    row -> {
                        Cell value = CellBytes.read(row.getBytes(4));
                        if (!(value instanceof Cell.Text || value instanceof Cell.None)) {
                            latest.of(row.getLong(1))
                                    .add(new Latest(
                                            row.getString(2),
                                            row.getString(3),
                                            value,
                                            row.getLong(5),
                                            SeriesRows.optional(row, "last_step")));
                        }
                    },
                    latest.array());
            return latest.all();
        });
    }

    @Override
    public Map<RunId, Metric> find(Collection<RunId> runs, String name) {
        return readers.read(session -> {
            ByRun<List<SeriesRows.Stored>> byRun = ByRun.of(session, workspace, runs, ArrayList::new);
            List<SeriesRows.Stored> series = session.list("""
                    SELECT s.*, k.name, k.col FROM metric_key k JOIN series s ON s.key_id = k.key_id
                    WHERE k.workspace_id = ? AND k.name = ? AND s.run_key IN (SELECT value FROM json_each(?))
                    ORDER BY s.series_id
                    """, SeriesRows::read, workspace, name, byRun.array());
            series.forEach(one -> byRun.of(one.run()).add(one));
            Map<RunId, Metric> metrics = new LinkedHashMap<>();
            byRun.all().forEach((run, columns) -> {
                if (!columns.isEmpty()) {
                    metrics.put(run, metric(columns));
                }
            });
            return metrics;
        });
    }

    @Override
    public PointPage points(RunId run, String name, Optional<String> column, int limit, Optional<PageToken> token) {
        Pages.checkLimit(limit, Limits.POINTS);
        Token tokens = Token.of("points", run, name, column);
        long from = tokens.read(token, 0)[0];
        return readers.read(session -> {
            long key = RunRows.keyOf(session, workspace, run)
                    .orElseThrow(() -> RunloreException.notFound("run '" + run + "' is not there; list the runs"));
            List<SeriesRows.Stored> series = SeriesRows.ofMetric(session, workspace, key, name);
            Map<Long, String> columns = new LinkedHashMap<>();
            series.stream()
                    .filter(one -> column.isEmpty()
                            || column.get().equals(one.summary().column()))
                    .forEach(one -> columns.put(one.id(), one.summary().column()));
            if (columns.isEmpty()) {
                throw noSuchMetric(run, name, column);
            }
            PointPages page = new PointPages(columns, limit, tokens);
            new PointReader(session, run, key, series.getFirst().metric(), List.copyOf(columns.keySet()))
                    .read(from, page);
            return page.page();
        });
    }

    private static RunloreException noSuchMetric(RunId run, String name, Optional<String> column) {
        String part =
                column.map(one -> " with a column '" + Shown.text(one) + "'").orElse("");
        return RunloreException.notFound(
                "run '" + run + "' has no metric '" + Shown.text(name) + "'" + part + "; list its metrics");
    }

    @Override
    public Map<RunId, Buckets> buckets(Collection<RunId> runs, String name, String column, Cut cut) {
        return readers.read(session -> {
            Map<RunId, Buckets> answers = new LinkedHashMap<>();
            for (RunId run : runs) {
                numbers(session, run, name, column)
                        .ifPresent(numbers -> answers.put(run, buckets(session, run, numbers, cut)));
            }
            return answers;
        });
    }

    private Buckets buckets(Session session, RunId run, SeriesNumbers numbers, Cut cut) {
        return switch (cut.axis()) {
            case Axis.Own own -> numbers.count() == 0 ? Buckets.NONE : new OwnAxisCut(numbers, own, cut).buckets();
            case Axis.Other(String metric, String column) ->
                numbers(session, run, metric, column)
                        .map(other -> new OtherAxisCut(numbers, other, cut).buckets())
                        .orElse(Buckets.NONE);
        };
    }

    private Optional<SeriesNumbers> numbers(Session session, RunId run, String name, String column) {
        return RunRows.keyOf(session, workspace, run)
                .flatMap(key -> SeriesRows.ofMetric(session, workspace, key, name).stream()
                        .filter(series -> series.summary().column().equals(column))
                        .findFirst())
                .map(series -> new SeriesNumbers(session, run, series));
    }

    @Override
    public void seal(RunId run) {
        readers.read(session -> RunRows.keyOf(session, workspace, run)).ifPresent(sealer::seal);
    }

    @Override
    public Page<MetricName> names(
            Optional<String> experiment, Optional<String> part, int limit, Optional<PageToken> token) {
        Pages.checkLimit(limit);
        Token tokens = Token.of("names", experiment, part);
        long after = tokens.read(token, 0)[0];
        return readers.read(session -> {
            MetricNames names = new MetricNames(session, workspace, experiment, part);
            List<MetricNames.Row> rows = names.rows(limit + 1, after);
            return Pages.of(rows, limit, MetricNames.Row::name, row -> tokens.at(row.key()));
        });
    }
}
