// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.filter.Aggregate;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.FieldType;
import dev.runlore.domain.filter.RunField;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills columns from one snapshot, of all runs or of some. One statement for all attributes, one for all metrics, and one for each other
 * family: which runs there are costs more than how many of their values are read.
 *
 * @param mostBytes how much memory all columns together may take
 */
record ColumnReader(Session session, long workspace, long mostBytes) {
    /** Beyond it a float64 may stand for more than one int64. */
    private static final double EXACT = 0x1p53;

    private static final int ROWS_BETWEEN_LOOKS = 4_096;

    /** The columns that are filled, and the runs of which they are. */
    private record Filling(Map<RunField, Column> columns, Clause runs) {}

    /** Where in a row of the answer a column's value is. */
    private record Source(Numbers column, int value, int there) {}

    static Column empty(RunField field) {
        return switch (field.type()) {
            case TEXT -> new Texts(false);
            case TEXT_OR_NUMBER -> new Texts(true);
            case NUMBER, TIME, DURATION, BOOLEAN, STATUS -> new Numbers();
        };
    }

    /** Columns of all runs; empty when they would take too much memory. */
    @Nullable
    Map<RunField, Column> load(Collection<RunField> fields) {
        long rows = session.number("SELECT coalesce(max(run_key), 0) + 1 FROM run");
        if (rows > RunChanges.MOST_ROWS || rows * fields.size() * Integer.BYTES > mostBytes) {
            return null;
        }
        Map<RunField, Column> columns = new LinkedHashMap<>();
        for (RunField field : fields) {
            Column column = empty(field);
            column.reserve((int) rows);
            columns.put(field, column);
        }
        fill(new Filling(columns, Clause.of(" WHERE r.workspace_id = ?", workspace)));
        return bytes(columns) > mostBytes ? null : columns;
    }

    /** Reads these runs anew; one that is gone becomes absent. */
    void refresh(Map<RunField, Column> columns, int[] runs) {
        for (Column column : columns.values()) {
            column.reserve(runs[runs.length - 1] + 1);
            for (int run : runs) {
                column.clear(run);
            }
        }
        // The plus keeps the database from walking all runs of the workspace.
        Clause these = Clause.of(
                " WHERE r.run_key IN (SELECT value FROM json_each(?)) AND +r.workspace_id = ?",
                Json.numbers(boxed(runs)),
                workspace);
        fill(new Filling(columns, these));
    }

    private static List<Long> boxed(int[] runs) {
        List<Long> keys = new ArrayList<>();
        for (int run : runs) {
            keys.add((long) run);
        }
        return keys;
    }

    private static long bytes(Map<RunField, Column> columns) {
        return columns.values().stream().mapToLong(Column::bytes).sum();
    }

    private void fill(Filling filling) {
        List<Attribute> attributes = new ArrayList<>();
        List<RunField.Metric> metrics = new ArrayList<>();
        Map<String, Map<String, Texts>> texts = new TreeMap<>();
        filling.columns.forEach((field, column) -> {
            switch (field) {
                case Attribute attribute -> attributes.add(attribute);
                case RunField.Metric metric -> metrics.add(metric);
                case RunField.Parameter parameter -> put(texts, "run_param", parameter.key(), column);
                case RunField.Tag tag -> put(texts, "run_tag", tag.key(), column);
                case RunField.Property property -> put(texts, "run_property", property.key(), column);
                case RunField.Dataset dataset ->
                    throw new IllegalStateException("a column has one value a run, " + dataset.text() + " several");
            }
        });
        if (!attributes.isEmpty()) {
            attributes(filling, attributes);
        }
        if (!metrics.isEmpty()) {
            metrics(filling, metrics);
        }
        texts.forEach((table, columns) -> texts(filling, table, columns));
    }

    private static void put(Map<String, Map<String, Texts>> texts, String table, String key, Column column) {
        texts.computeIfAbsent(table, one -> new LinkedHashMap<>()).put(key, (Texts) column);
    }

    private void attributes(Filling filling, List<Attribute> attributes) {
        Clause sql = Clause.of("SELECT r.run_key");
        for (Attribute attribute : attributes) {
            boolean isStatus = attribute.type() == FieldType.STATUS;
            sql = sql.then(", " + (isStatus ? FieldSql.statusPosition() : FieldSql.own(attribute)));
        }
        sql = sql.then(" FROM run r").then(filling.runs);
        visit(filling, sql, row -> {
            for (int i = 0; i < attributes.size(); i++) {
                attribute(row, i + 2, Objects.requireNonNull(filling.columns.get(attributes.get(i))));
            }
        });
    }

    private static void attribute(ResultSet row, int index, Column column) throws SQLException {
        int run = row.getInt(1);
        switch (column) {
            case Texts texts -> {
                String text = row.getString(index);
                if (text != null) {
                    texts.put(run, text);
                }
            }
            case Numbers numbers -> {
                double value = row.getDouble(index);
                if (!row.wasNull()) {
                    number(row, index, value, numbers);
                }
            }
        }
    }

    private static void number(ResultSet row, int index, double value, Numbers column) throws SQLException {
        if (Math.abs(value) >= EXACT && row.getObject(index) instanceof Number exact) {
            column.put(row.getInt(1), exact);
        } else {
            column.put(row.getInt(1), value);
        }
    }

    private void metrics(Filling filling, List<RunField.Metric> metrics) {
        List<Aggregate> aggregates =
                metrics.stream().map(RunField.Metric::aggregate).distinct().toList();
        Map<Long, List<Source>> sources = new LinkedHashMap<>();
        for (RunField.Metric metric : metrics) {
            int value = 3 + 2 * aggregates.indexOf(metric.aggregate());
            Numbers column = (Numbers) Objects.requireNonNull(filling.columns.get(metric));
            MetricKeys.find(session, workspace, metric.name())
                    .ifPresent(key -> sources.computeIfAbsent(key, any -> new ArrayList<>())
                            .add(new Source(column, value, value + 1)));
        }
        if (sources.isEmpty()) {
            return;
        }
        Clause sql = Clause.of("SELECT r.run_key, s.key_id");
        for (Aggregate aggregate : aggregates) {
            sql = sql.then(", " + FieldSql.value(aggregate) + ", " + FieldSql.there(aggregate));
        }
        sql = sql.then(" FROM run r CROSS JOIN series s ON s.run_key = r.run_key AND s.key_id IN ")
                .then(Clause.list(List.copyOf(sources.keySet())))
                .then(filling.runs);
        visit(filling, sql, row -> {
            for (Source source : sources.getOrDefault(row.getLong(2), List.of())) {
                metric(row, source);
            }
        });
    }

    private static void metric(ResultSet row, Source source) throws SQLException {
        if (row.getInt(source.there) == 0) {
            return;
        }
        double value = row.getDouble(source.value);
        if (value == 0 && row.wasNull()) {
            source.column.put(row.getInt(1), Double.NaN);
        } else {
            number(row, source.value, value, source.column);
        }
    }

    private void texts(Filling filling, String table, Map<String, Texts> columns) {
        Clause sql = Clause.of("SELECT r.run_key, t.key, t.text FROM run r CROSS JOIN " + table
                        + " t ON t.run_key = r.run_key AND t.key IN ")
                .then(Clause.list(List.copyOf(columns.keySet())))
                .then(filling.runs)
                .then(" AND t.text IS NOT NULL");
        visit(filling, sql, row -> {
            Texts column = columns.get(row.getString(2));
            if (column != null) {
                column.put(row.getInt(1), row.getString(3));
            }
        });
    }

    /** Takes what a row has. */
    private interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    /** Ends early when the columns have become too large. */
    private void visit(Filling filling, Clause sql, RowTaker taker) {
        int[] rows = {0};
        session.visit(
                sql.sql(),
                row -> {
                    taker.take(row);
                    return ++rows[0] % ROWS_BETWEEN_LOOKS != 0 || bytes(filling.columns) <= mostBytes;
                },
                sql.array());
    }
}
