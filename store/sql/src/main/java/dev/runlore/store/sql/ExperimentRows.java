// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.PrimaryMetric;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.Tags;
import dev.runlore.domain.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rows of the tables {@code experiment} and {@code experiment_tag}. */
final class ExperimentRows {
    static final String SELECT = """
            SELECT e.*, (SELECT count(*) FROM run r WHERE r.experiment_id = e.experiment_id AND r.archived = 0) AS runs
            FROM experiment e
            """;

    private ExperimentRows() {}

    /** Id of the experiment of that name, made when it is not there. */
    static long ensure(Writing writing, String name, Optional<UUID> uuid) {
        return idOf(writing, name).orElseGet(() -> insert(writing, ExperimentDraft.named(name), uuid));
    }

    static Optional<Long> idOf(Writing writing, String name) {
        return writing.session()
                .first(
                        "SELECT experiment_id FROM experiment WHERE workspace_id = ? AND name = ?",
                        row -> row.getLong(1),
                        writing.workspace(),
                        name);
    }

    static long insert(Writing writing, ExperimentDraft draft, Optional<UUID> uuid) {
        Session session = writing.session();
        long id = session.number(
                """
                INSERT INTO experiment (experiment_id, workspace_id, uuid, name, created, updated) VALUES (?1, ?2, '', ?3, ?4, ?4)
                RETURNING experiment_id
                """,
                isFirstDefault(session, draft.name()) ? ExperimentId.DEFAULT.value() : null,
                writing.workspace(),
                draft.name(),
                writing.now());
        UUID own = uuid.orElseGet(() -> User.uuid5(workspaceUuid(writing), Long.toString(id)));
        session.update("UPDATE experiment SET uuid = ? WHERE experiment_id = ?", own, id);
        put(writing, id, draft);
        return id;
    }

    private static boolean isFirstDefault(Session session, String name) {
        return name.equals(RunDraft.DEFAULT_EXPERIMENT)
                && session.first(
                                "SELECT 1 FROM experiment WHERE experiment_id = ?",
                                row -> true,
                                ExperimentId.DEFAULT.value())
                        .isEmpty();
    }

    /** Replaces what the experiment is called and described by. */
    static void put(Writing writing, long id, ExperimentDraft draft) {
        Session session = writing.session();
        session.update(
                """
                UPDATE experiment SET updated = ?, name = ?, description = ?, primary_metric = ?, primary_goal = ?
                WHERE experiment_id = ?
                """,
                writing.now(),
                draft.name(),
                draft.description(),
                draft.primaryMetric().map(PrimaryMetric::name),
                draft.primaryMetric().map(metric -> metric.goal().word()),
                id);
        session.update("DELETE FROM experiment_tag WHERE experiment_id = ?", id);
        int position = 0;
        for (Map.Entry<String, Optional<String>> tag : draft.tags().values().entrySet()) {
            session.update(
                    "INSERT INTO experiment_tag (experiment_id, key, workspace_id, position, text) VALUES (?, ?, ?, ?, ?)",
                    id,
                    tag.getKey(),
                    writing.workspace(),
                    position++,
                    tag.getValue());
        }
    }

    /** The number of a new run: the next one, or its own, which the counter then does not fall behind. */
    static long takeNumber(Writing writing, long experiment, Optional<Long> own) {
        return own.map(number -> {
                    writing.session()
                            .update(
                                    "UPDATE experiment SET last_number = max(last_number, ?) WHERE experiment_id = ?",
                                    number,
                                    experiment);
                    return number;
                })
                .orElseGet(() -> writing.session().number("""
                                UPDATE experiment SET last_number = last_number + 1 WHERE experiment_id = ?
                                RETURNING last_number
                                """, experiment));
    }

    private static UUID workspaceUuid(Writing writing) {
        return writing.session()
                .first(
                        "SELECT uuid FROM workspace WHERE workspace_id = ?",
                        row -> UUID.fromString(row.getString(1)),
                        writing.workspace())
                .orElseThrow();
    }

    /** The experiment of a row of {@link #SELECT}. */
    static Experiment read(Session session, ResultSet row) throws SQLException {
        long id = row.getLong("experiment_id");
        Optional<PrimaryMetric> metric = Optional.ofNullable(row.getString("primary_metric"))
                .map(name -> new PrimaryMetric(name, PrimaryMetric.Goal.MIN));
        String goal = row.getString("primary_goal");
        return new Experiment(
                new ExperimentId(id),
                UUID.fromString(row.getString("uuid")),
                row.getString("name"),
                Optional.ofNullable(row.getString("description")),
                metric.map(any -> new PrimaryMetric(any.name(), PrimaryMetric.Goal.parse(goal))),
                tags(session, id),
                Micros.instant(row.getLong("created")),
                Micros.instant(row.getLong("updated")),
                row.getBoolean("archived"),
                row.getLong("runs"));
    }

    private static Tags tags(Session session, long experiment) {
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        session.list(
                        "SELECT key, text FROM experiment_tag WHERE experiment_id = ? ORDER BY position",
                        row -> Map.entry(row.getString(1), Optional.ofNullable(row.getString(2))),
                        experiment)
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return new Tags(tags);
    }
}
