// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunError;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.Tags;
import dev.runlore.domain.User;
import dev.runlore.domain.WriterState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whole runs, read with a fixed number of statements for any number of them. */
final class RunRows {
    private static final String RUNS = """
            SELECT r.*, e.name AS experiment_name, e.uuid AS experiment_uuid,
              (SELECT count(*) FROM run c WHERE c.workspace_id = r.workspace_id AND c.parent = r.id) AS children
            FROM run r JOIN experiment e ON e.experiment_id = r.experiment_id
            WHERE r.run_key IN (SELECT value FROM json_each(?))
            """;
    private static final String TAGS =
            "SELECT run_key, key, text FROM run_tag WHERE run_key IN (SELECT value FROM json_each(?)) ORDER BY run_key, position";
    private static final String PROPERTIES =
            "SELECT run_key, key, text FROM run_property WHERE run_key IN (SELECT value FROM json_each(?)) ORDER BY run_key, position";
    private static final String PARAMS =
            "SELECT run_key, key, cell FROM run_param WHERE run_key IN (SELECT value FROM json_each(?)) ORDER BY run_key, position";
    private static final String WARNINGS =
            "SELECT run_key, at, text FROM run_warning WHERE run_key IN (SELECT value FROM json_each(?)) ORDER BY run_key, position";
    private static final String WRITERS =
            "SELECT * FROM log_writer WHERE run_key IN (SELECT value FROM json_each(?)) ORDER BY run_key, position";

    /** What other tables have of each run, by run key. */
    private record Parts(
            Map<Long, Map<String, Optional<String>>> tags,
            Map<Long, Map<String, String>> properties,
            Map<Long, Map<String, Cell>> params,
            Map<Long, List<Run.RunWarning>> warnings,
            Map<Long, List<WriterState>> writers) {}

    /** Reads one value of a row that belongs to a run. */
    private interface Adder<T> {
        void add(T run, ResultSet row) throws SQLException;
    }

    private RunRows() {}

    static Optional<Long> keyOf(Session session, long workspace, RunId id) {
        return session.first(
                "SELECT run_key FROM run WHERE workspace_id = ? AND id = ?",
                row -> row.getLong(1),
                workspace,
                id.value());
    }

    /** Keys of those of the runs that are there. */
    static Map<Long, RunId> keysOf(Session session, long workspace, Collection<RunId> ids) {
        Map<Long, RunId> keys = new LinkedHashMap<>();
        session.list(
                        "SELECT run_key, id FROM run WHERE workspace_id = ? AND id IN (SELECT value FROM json_each(?))",
                        row -> Map.entry(row.getLong(1), new RunId(row.getString(2))),
                        workspace,
                        Json.texts(ids.stream().map(RunId::value).toList()))
                .forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
        return keys;
    }

    /** The runs of these keys in their order. */
    static List<Run> load(Session session, List<Long> keys) {
        String array = Json.numbers(keys);
        Parts parts = new Parts(
                collect(
                        session,
                        TAGS,
                        array,
                        LinkedHashMap::new,
                        (tags, row) -> tags.put(row.getString(2), Optional.ofNullable(row.getString(3)))),
                collect(
                        session,
                        PROPERTIES,
                        array,
                        LinkedHashMap::new,
                        (properties, row) -> properties.put(row.getString(2), row.getString(3))),
                collect(
                        session,
                        PARAMS,
                        array,
                        LinkedHashMap::new,
                        (params, row) -> params.put(row.getString(2), CellBytes.read(row.getBytes(3)))),
                collect(
                        session,
                        WARNINGS,
                        array,
                        ArrayList::new,
                        (warnings, row) ->
                                warnings.add(new Run.RunWarning(Micros.instant(row.getLong(2)), row.getString(3)))),
                collect(session, WRITERS, array, ArrayList::new, (writers, row) -> writers.add(WriterRows.read(row))));
        Map<Long, Run> runs = new HashMap<>();
        session.list(RUNS, row -> Map.entry(row.getLong("run_key"), read(row, parts)), array)
                .forEach(entry -> runs.put(entry.getKey(), entry.getValue()));
        return keys.stream().map(runs::get).filter(Objects::nonNull).toList();
    }

    private static <T> Map<Long, T> collect(
            Session session, String sql, String keys, java.util.function.Supplier<T> empty, Adder<T> adder) {
        Map<Long, T> byRun = new HashMap<>();
        session.list(
                sql,
                row -> {
                    adder.add(byRun.computeIfAbsent(row.getLong("run_key"), key -> empty.get()), row);
                    return true;
                },
                keys);
        return byRun;
    }

    private static Run read(ResultSet row, Parts parts) throws SQLException {
        long key = row.getLong("run_key");
        return new Run(
                new RunId(row.getString("id")),
                row.getLong("number"),
                new Run.ExperimentRef(
                        new ExperimentId(row.getLong("experiment_id")),
                        UUID.fromString(row.getString("experiment_uuid")),
                        row.getString("experiment_name")),
                text(row, "name"),
                text(row, "description"),
                RunStatus.parse(row.getString("status")),
                text(row, "parent").map(RunId::new),
                row.getInt("children"),
                text(row, "script"),
                Json.readTexts(row.getString("arguments")),
                row.getString("target"),
                new User(UUID.fromString(row.getString("user_id")), text(row, "user_name")),
                text(row, "host"),
                Micros.instant(row.getLong("created")),
                Micros.find(row, "started"),
                Micros.find(row, "ended"),
                row.getBoolean("heartbeat"),
                row.getBoolean("archived"),
                text(row, "snapshot"),
                row.getLong("revision"),
                new Tags(parts.tags.getOrDefault(key, Map.of())),
                parts.properties.getOrDefault(key, Map.of()),
                parts.params.getOrDefault(key, Map.of()),
                error(row),
                parts.warnings.getOrDefault(key, List.of()),
                parts.writers.getOrDefault(key, List.of()));
    }

    /** The error of a row of {@code run}. */
    static Optional<RunError> error(ResultSet row) throws SQLException {
        @Nullable String code = row.getString("error_code");
        if (code == null) {
            return Optional.empty();
        }
        return Optional.of(
                new RunError(code, row.getString("error_message"), text(row, "error_type"), text(row, "error_stack")));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
