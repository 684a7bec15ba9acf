// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelLink;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Rows of the table {@code run_model}. */
final class RunModels {
    private RunModels() {}

    /** Answers whether it changed the run. */
    static boolean link(Writing writing, RunState run, ModelLink link) {
        return writing.session()
                        .update(
                                """
                                INSERT INTO run_model (run_key, role, model_id, workspace_id, position, step) VALUES (?1, ?2, ?3, ?4,
                                  (SELECT coalesce(max(position), 0) + 1 FROM run_model WHERE run_key = ?1), ?5)
                                ON CONFLICT DO UPDATE SET step = excluded.step WHERE step <> excluded.step
                                """,
                                run.key(),
                                link.role().name(),
                                link.model().value(),
                                writing.workspace(),
                                link.step())
                > 0;
    }

    static List<ModelLink> of(Session session, long run) {
        return session.list("SELECT * FROM run_model WHERE run_key = ? ORDER BY position", RunModels::read, run);
    }

    static ModelLink read(ResultSet row) throws SQLException {
        return new ModelLink(
                ModelLink.Role.valueOf(row.getString("role")),
                new LoggedModelId(row.getString("model_id")),
                row.getLong("step"));
    }
}
