// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.LoggedModelChange;
import dev.runlore.domain.LoggedModelDraft;
import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.Tags;
import java.util.Map;
import java.util.Optional;

/** Writes rows of the tables of logged models. For the writing thread. */
record LoggedModelWrites(Writing writing, long key) {

    static LoggedModelWrites insert(Writing writing, LoggedModelDraft draft) {
        long key = writing.session()
                .number(
                        """
                        INSERT INTO logged_model (workspace_id, id, experiment_id, name, type, source, status, created, updated)
                        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'PENDING', ?7, ?7) RETURNING logged_key
                        """,
                        writing.workspace(),
                        draft.id().value(),
                        draft.experiment().value(),
                        draft.name(),
                        draft.type(),
                        draft.source().map(RunId::value),
                        writing.now());
        LoggedModelWrites made = new LoggedModelWrites(writing, key);
        made.tag(draft.tags());
        made.add(draft.params());
        return made;
    }

    /** Refuses before it changes anything. */
    void change(LoggedModelChange change) {
        change.untag().forEach(this::requireTag);
        change.params().forEach(this::requireSame);
        tag(change.tags());
        change.untag()
                .forEach(tag -> writing.session()
                        .update("DELETE FROM logged_model_tag WHERE logged_key = ? AND key = ?", key, tag));
        add(change.params());
        writing.session()
                .update(
                        "UPDATE logged_model SET status = coalesce(?, status), updated = ? WHERE logged_key = ?",
                        change.status().map(Enum::name),
                        writing.now(),
                        key);
    }

    private void requireTag(String tag) {
        boolean isThere = writing.session()
                .first("SELECT 1 FROM logged_model_tag WHERE logged_key = ? AND key = ?", row -> true, key, tag)
                .isPresent();
        if (!isThere) {
            throw RunloreException.notFound(
                    "No tag with key '" + Shown.text(tag) + "' is on this logged model; read it for its tags");
        }
    }

    private void requireSame(String parameter, String value) {
        Optional<String> there = writing.session()
                .first(
                        "SELECT text FROM logged_model_param WHERE logged_key = ? AND key = ?",
                        row -> row.getString(1),
                        key,
                        parameter);
        if (there.isPresent() && !there.get().equals(value)) {
            throw RunloreException.invalid("Changing param values is not allowed. Param with key='"
                    + Shown.text(parameter) + "' was already logged with value='" + Shown.text(there.get()) + "'.");
        }
    }

    private void tag(Tags tags) {
        tags.values().forEach((tag, text) -> writing.session().update("""
                                INSERT INTO logged_model_tag (logged_key, key, workspace_id, position, text) VALUES (?1, ?2, ?3,
                                  (SELECT coalesce(max(position), 0) + 1 FROM logged_model_tag WHERE logged_key = ?1), ?4)
                                ON CONFLICT DO UPDATE SET text = excluded.text
                                """, key, tag, writing.workspace(), text));
    }

    private void add(Map<String, String> params) {
        params.forEach((parameter, value) -> writing.session().update("""
                        INSERT INTO logged_model_param (logged_key, key, workspace_id, position, text) VALUES (?1, ?2, ?3,
                          (SELECT coalesce(max(position), 0) + 1 FROM logged_model_param WHERE logged_key = ?1), ?4)
                        ON CONFLICT DO NOTHING
                        """, key, parameter, writing.workspace(), value));
    }

    /** A later point takes the place of an earlier one; NaN counts as 0. */
    void measure(ModelMetric metric) {
        writing.session()
                .update(
                        """
                        INSERT INTO logged_model_metric (logged_key, key, run_id, dataset, digest, workspace_id, value, time, step)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET value = excluded.value, time = excluded.time, step = excluded.step
                        WHERE (excluded.step, excluded.time, coalesce(excluded.value, 0)) > (step, time, coalesce(value, 0))
                        """,
                        key,
                        metric.key(),
                        metric.run().value(),
                        metric.dataset().map(ModelMetric.Dataset::name).orElse(""),
                        metric.dataset().map(ModelMetric.Dataset::digest).orElse(""),
                        writing.workspace(),
                        metric.value(),
                        metric.time(),
                        metric.step());
    }
}
