// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The series that a group of requests changed, until they are written: all of them with each statement, because a run may have
 * 100,000, and a call into the driver for each costs more than its row. For the writing thread.
 */
final class SeriesWrites {
    private static final String KEY = """
            INSERT INTO metric_key (workspace_id, name, col, folded) VALUES (?, ?, ?, ?)
            ON CONFLICT (workspace_id, name, col) DO NOTHING
            """;
    private static final String INSERT = """
            INSERT INTO series (type, n, nan_n, last, last_v, last_nan, last_step, last_time, min_v, min_step, max_v, max_step,
              series_id, first, first_v, first_nan, first_step, run_key, metric_id, kind, workspace_id, key_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?21,
              (SELECT key_id FROM metric_key WHERE workspace_id = ?21 AND name = ?22 AND col = ?23))
            """;
    private static final String USED = """
            INSERT INTO metric_use (experiment_id, key_id, workspace_id, runs)
            SELECT ?, key_id, workspace_id, 1 FROM series WHERE series_id = ?
            ON CONFLICT (experiment_id, key_id) DO UPDATE SET runs = runs + 1
            """;
    private static final String UPDATE = """
            UPDATE series SET type = ?, n = ?, nan_n = ?, last = ?, last_v = ?, last_nan = ?, last_step = ?, last_time = ?,
              min_v = ?, min_step = ?, max_v = ?, max_step = ?
            WHERE series_id = ?
            """;

    private final Session session;
    private final Map<SeriesState, Place> series = new LinkedHashMap<>();

    SeriesWrites(Session session) {
        this.session = session;
    }

    /** Where a series belongs. */
    record Place(long workspace, RunState run, String name, MetricState metric) {}

    private record New(SeriesState series, Place place) {}

    void add(SeriesState state, Place place) {
        series.put(state, place);
    }

    /** Leaves out those of a run. */
    void forget(RunState run) {
        series.values().removeIf(place -> place.run == run);
    }

    void clear() {
        series.clear();
    }

    /** Writes them to the open transaction. */
    void flush() {
        List<SeriesState> known = new ArrayList<>();
        List<New> made = new ArrayList<>();
        series.forEach((state, place) -> {
            if (state.isStored()) {
                known.add(state);
            } else {
                made.add(new New(state, place));
            }
        });
        session.updateEach(UPDATE, known, SeriesWrites::bindChanging);
        session.updateEach(KEY, made, SeriesWrites::bindKey);
        session.updateEach(INSERT, made, SeriesWrites::bind);
        session.updateEach(USED, made, SeriesWrites::bindUse);
        series.keySet().forEach(SeriesState::markStored);
        series.clear();
    }

    private static void bindKey(PreparedStatement row, New made) throws SQLException {
        Place place = made.place;
        row.setLong(1, place.workspace);
        row.setString(2, place.name);
        row.setString(3, made.series.column());
        row.setString(4, place.name.toLowerCase(Locale.ROOT));
    }

    private static void bindChanging(PreparedStatement row, SeriesState state) throws SQLException {
        state.bindChanging(row);
    }

    private static void bind(PreparedStatement row, New made) throws SQLException {
        Place place = made.place;
        made.series.bindChanging(row);
        made.series.bindFirst(row);
        row.setLong(18, place.run.key());
        row.setLong(19, place.metric.id());
        row.setString(20, place.metric.kind().word());
        row.setLong(21, place.workspace);
        row.setString(22, place.name);
        row.setString(23, made.series.column());
    }

    private static void bindUse(PreparedStatement row, New made) throws SQLException {
        row.setLong(1, made.place.run.experiment());
        row.setLong(2, made.series.id());
    }
}
