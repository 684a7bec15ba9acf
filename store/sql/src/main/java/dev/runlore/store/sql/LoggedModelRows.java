// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.LoggedModel;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.LoggedModelStatus;
import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Tags;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads rows of the tables of logged models; one whose run is being purged is not there. */
final class LoggedModelRows {
    static final String SELECT = "SELECT m.* FROM logged_model m WHERE m.workspace_id = ? AND m.purge_key IS NULL";

    private LoggedModelRows() {}

    static Optional<Long> keyOf(Session session, long workspace, LoggedModelId id) {
        return session.first(SELECT + " AND m.id = ?", row -> row.getLong("logged_key"), workspace, id.value());
    }

    static LoggedModel read(Session session, ResultSet row) throws SQLException {
        long key = row.getLong("logged_key");
        return new LoggedModel(
                new LoggedModelId(row.getString("id")),
                new ExperimentId(row.getLong("experiment_id")),
                row.getString("name"),
                Optional.ofNullable(row.getString("type")),
                Optional.ofNullable(row.getString("source")).map(RunId::new),
                LoggedModelStatus.valueOf(row.getString("status")),
                tags(session, key),
                params(session, key),
                metrics(session, key),
                Micros.instant(row.getLong("created")),
                Micros.instant(row.getLong("updated")),
                row.getBoolean("deleted"));
    }

    static LoggedModel read(Session session, long key) {
        return session.first("SELECT m.* FROM logged_model m WHERE m.logged_key = ?", row -> read(session, row), key)
                .orElseThrow();
    }

    private static Tags tags(Session session, long key) {
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        session.each(
                "SELECT key, text FROM logged_model_tag WHERE logged_key = ? ORDER BY position",
                row -> tags.put(row.getString(1), Optional.ofNullable(row.getString(2))),
                key);
        return new Tags(tags);
    }

    private static Map<String, String> params(Session session, long key) {
        Map<String, String> params = new LinkedHashMap<>();
        session.each(
                "SELECT key, text FROM logged_model_param WHERE logged_key = ? ORDER BY position",
                row -> params.put(row.getString(1), row.getString(2)),
                key);
        return params;
    }

    private static List<ModelMetric> metrics(Session session, long key) {
        return session.list(
                "SELECT * FROM logged_model_metric WHERE logged_key = ? ORDER BY key, run_id, dataset, digest",
                LoggedModelRows::metric,
                key);
    }

    private static ModelMetric metric(ResultSet row) throws SQLException {
        double value = row.getDouble("value");
        boolean isNan = row.wasNull();
        String dataset = row.getString("dataset");
        return new ModelMetric(
                new RunId(row.getString("run_id")),
                row.getString("key"),
                isNan ? Double.NaN : value,
                row.getLong("time"),
                row.getLong("step"),
                dataset.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ModelMetric.Dataset(dataset, row.getString("digest"))));
    }
}
