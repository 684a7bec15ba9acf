// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.ColumnType;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Summary;
import dev.runlore.domain.filter.TextNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Rows of the tables {@code series} and {@code metric_key}. */
final class SeriesRows {
    private static final String INSERT = """
            INSERT INTO series (type, n, nan_n, first, first_v, first_nan, first_step, last, last_v, last_nan, last_step,
              last_time, min_v, min_step, max_v, max_step, series_id, workspace_id, run_key, key_id, metric_id, kind)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE = """
            UPDATE series SET type = ?, n = ?, nan_n = ?, last = ?, last_v = ?, last_nan = ?, last_step = ?, last_time = ?,
              min_v = ?, min_step = ?, max_v = ?, max_step = ?
            WHERE series_id = ?
            """;
    private static final String USED = """
            INSERT INTO metric_use (experiment_id, key_id, workspace_id, runs) VALUES (?, ?, ?, 1)
            ON CONFLICT (experiment_id, key_id) DO UPDATE SET runs = runs + 1
            """;
    private static final String OF_METRIC = """
            SELECT s.*, k.name, k.col FROM metric_key k JOIN series s ON s.key_id = k.key_id AND s.run_key = ?
            WHERE k.workspace_id = ? AND k.name = ? ORDER BY s.series_id
            """;

    /** A stored series with what says where it belongs. */
    record Stored(long id, long run, long metric, String name, MetricKind kind, Summary summary) {}

    private SeriesRows() {}

    /** The columns of one metric of a run in the order of first appearance. */
    static List<Stored> ofMetric(Session session, long workspace, long run, String name) {
        return session.list(OF_METRIC, SeriesRows::read, run, workspace, name);
    }

    /** Reads a row of {@code series} joined with its key's {@code name} and {@code col}. */
    static Stored read(ResultSet row) throws SQLException {
        Summary summary = new Summary(
                row.getString("col"),
                type(row.getString("type")),
                row.getLong("n"),
                row.getLong("nan_n"),
                CellBytes.read(row.getBytes("first")),
                optional(row, "first_step"),
                CellBytes.read(row.getBytes("last")),
                optional(row, "last_step"),
                row.getLong("last_time"),
                optional(row, "min_v"),
                optional(row, "min_step"),
                optional(row, "max_v"),
                optional(row, "max_step"));
        return new Stored(
                row.getLong("series_id"),
                row.getLong("run_key"),
                row.getLong("metric_id"),
                row.getString("name"),
                MetricKind.parse(row.getString("kind")),
                summary);
    }

    static ColumnType type(String word) {
        return ColumnType.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Where a series that is not stored yet belongs. */
    record NewSeries(long workspace, long run, long experiment, long metric, String name, MetricKind kind) {}

    static void insert(Session session, long id, NewSeries series, Summary summary) {
        long workspace = series.workspace();
        long key = key(session, workspace, series.name(), summary.column());
        session.update(
                INSERT,
                summary.type().word(),
                summary.count(),
                summary.nan(),
                CellBytes.of(summary.first()),
                number(summary.first()),
                nan(summary.first()),
                value(summary.firstStep()),
                CellBytes.of(summary.last()),
                number(summary.last()),
                nan(summary.last()),
                value(summary.lastStep()),
                summary.lastTime(),
                value(summary.min()),
                value(summary.minStep()),
                value(summary.max()),
                value(summary.maxStep()),
                id,
                workspace,
                series.run(),
                key,
                series.metric(),
                series.kind().word());
        session.update(USED, series.experiment(), key, workspace);
    }

    static void update(Session session, long id, Summary summary) {
        session.update(
                UPDATE,
                summary.type().word(),
                summary.count(),
                summary.nan(),
                CellBytes.of(summary.last()),
                number(summary.last()),
                nan(summary.last()),
                value(summary.lastStep()),
                summary.lastTime(),
                value(summary.min()),
                value(summary.minStep()),
                value(summary.max()),
                value(summary.maxStep()),
                id);
    }

    private static long key(Session session, long workspace, String name, String column) {
        Optional<Long> known = session.first(
                "SELECT key_id FROM metric_key WHERE workspace_id = ? AND name = ? AND col = ?",
                row -> row.getLong(1),
                workspace,
                name,
                column);
        return known.orElseGet(() -> session.number(
                "INSERT INTO metric_key (workspace_id, name, col, folded) VALUES (?, ?, ?, ?) RETURNING key_id",
                workspace,
                name,
                column,
                name.toLowerCase(Locale.ROOT)));
    }

    /** What filters and orders compare: null for NaN, for text that holds no number, and for none. */
    static @Nullable Number number(Cell cell) {
        return switch (cell) {
            case Cell.Float64(double value) -> Double.isNaN(value) ? null : value;
            case Cell.Int64(long value) -> value;
            case Cell.Bool(boolean value) -> value ? 1L : 0L;
            case Cell.Text(String text) -> number(text);
            case Cell.None none -> null;
        };
    }

    /** The number that a text holds, null for none. */
    static @Nullable Number number(String text) {
        Number number = TextNumber.of(text);
        return number instanceof Double real && Double.isNaN(real) ? null : number;
    }

    static @Nullable Integer nan(Cell cell) {
        if (cell instanceof Cell.None) {
            return null;
        }
        return number(cell) == null ? 1 : 0;
    }

    static @Nullable Double value(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    static OptionalDouble optional(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
