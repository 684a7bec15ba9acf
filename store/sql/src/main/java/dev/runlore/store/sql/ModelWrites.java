// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ModelDraft;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.Tags;
import java.util.Map;
import java.util.Optional;

/** Writes rows of the tables of models and their versions. For the writing thread. */
final class ModelWrites {
    private ModelWrites() {}

    static Optional<Long> keyOf(Session session, long workspace, ModelName name) {
        return session.first(
                "SELECT model_key FROM model WHERE workspace_id = ? AND name = ?",
                row -> row.getLong(1),
                workspace,
                name.value());
    }

    static long insert(Writing writing, ModelDraft draft) {
        long key = writing.session()
                .number("""
                        INSERT INTO model (workspace_id, name, description, created, updated) VALUES (?1, ?2, ?3, ?4, ?4)
                        RETURNING model_key
                        """, writing.workspace(), draft.name().value(), draft.description(), writing.now());
        putTags(writing, "model", key, draft.tags());
        return key;
    }

    static void describe(Writing writing, String table, long key, Optional<String> description) {
        writing.session()
                .update(
                        "UPDATE " + table + " SET description = coalesce(?, description), updated = ? WHERE "
                                + keyColumn(table) + " = ?",
                        description,
                        writing.now(),
                        key);
    }

    /** Replaces the tags of a row of {@code model} or {@code model_version}. */
    static void putTags(Writing writing, String table, long key, Tags tags) {
        String tagTable = table + "_tag";
        writing.session().update("DELETE FROM " + tagTable + " WHERE " + keyColumn(table) + " = ?", key);
        int position = 0;
        for (Map.Entry<String, Optional<String>> tag : tags.values().entrySet()) {
            writing.session()
                    .update(
                            "INSERT INTO " + tagTable + " (" + keyColumn(table)
                                    + ", key, workspace_id, position, text) VALUES (?, ?, ?, ?, ?)",
                            key,
                            tag.getKey(),
                            writing.workspace(),
                            position++,
                            tag.getValue());
        }
    }

    private static String keyColumn(String table) {
        return table.equals("model") ? "model_key" : "version_key";
    }
}
