// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunStatus;
import dev.runlore.domain.filter.Aggregate;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.RunField;
import dev.runlore.domain.filter.RunOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the values of a run's fields are, for a statement that calls the run's row {@code r}. A value in another table is asked
 * for in a subquery, which answers NULL when the run has no such value.
 */
final class FieldSql {
    private static final String DURATION =
            "CASE WHEN r.ended IS NOT NULL AND r.started IS NOT NULL THEN max(0, r.ended - r.started) / 1000000.0 END";

    private final Session session;
    private final long workspace;

    FieldSql(Session session, long workspace) {
        this.session = session;
        this.workspace = workspace;
    }

    /** Something of a run that a condition can be made of: a column of its own, or of a row elsewhere. */
    sealed interface Place {}

    /** An expression over the run's own row. */
    record Own(String expression) implements Place {}

    /**
     * A row elsewhere, there when the run has the value.
     *
     * @param number expression of the value as a number, NULL for NaN
     * @param text expression of the value as text, or NULL
     * @param from everything from FROM on
     */
    record Elsewhere(String number, String text, Clause from) implements Place {
        /** A subquery of one expression. */
        Clause select(Clause expression) {
            return Clause.of("(SELECT ").then(expression).then(" ").then(from).then(")");
        }
    }

    Place place(RunField field) {
        return switch (field) {
            case Attribute attribute -> new Own(own(attribute));
            case RunField.Metric metric -> metric(metric);
            case RunField.Parameter parameter -> text("run_param", parameter.key());
            case RunField.Tag tag -> text("run_tag", tag.key());
            case RunField.Property property -> text("run_property", property.key());
        };
    }

    /** An attribute as an expression over the run's own row. */
    static String own(Attribute attribute) {
        return switch (attribute) {
            case ID -> "r.id";
            case NUMBER -> "r.number";
            case NAME -> "r.name";
            case DESCRIPTION -> "r.description";
            case EXPERIMENT -> "(SELECT e.name FROM experiment e WHERE e.experiment_id = r.experiment_id)";
            case STATUS -> "r.status";
            case SCRIPT -> "r.script";
            case TARGET -> "r.target";
            case USER -> "r.user_name";
            case HOST -> "r.host";
            case CREATED -> "r.created";
            case STARTED -> "r.started";
            case ENDED -> "r.ended";
            case DURATION -> DURATION;
            case PARENT -> "r.parent";
            case ARCHIVED -> "r.archived";
            case SNAPSHOT -> "r.snapshot";
        };
    }

    private Elsewhere metric(RunField.Metric metric) {
        return new Elsewhere(
                value(metric.aggregate()),
                "NULL",
                Clause.of(
                        "FROM series s WHERE s.run_key = r.run_key AND s.key_id = ? AND " + there(metric.aggregate()),
                        key(metric)));
    }

    private long key(RunField.Metric metric) {
        return MetricKeys.find(session, workspace, metric.name()).orElse(-1L);
    }

    /** The number of a series {@code s}, NULL for NaN. */
    static String value(Aggregate aggregate) {
        return switch (aggregate) {
            case LAST -> "s.last_v";
            case FIRST -> "s.first_v";
            case MIN -> "s.min_v";
            case MAX -> "s.max_v";
            case COUNT -> "s.n";
        };
    }

    /** Whether a series {@code s} has that number. */
    static String there(Aggregate aggregate) {
        return switch (aggregate) {
            case LAST -> "s.last_nan IS NOT NULL";
            case FIRST -> "s.first_nan IS NOT NULL";
            case MIN -> "s.min_v IS NOT NULL";
            case MAX -> "s.max_v IS NOT NULL";
            case COUNT -> "1";
        };
    }

    private static Elsewhere text(String table, String key) {
        return new Elsewhere(
                "t.number",
                "t.text",
                Clause.of(
                        "FROM " + table + " t WHERE t.run_key = r.run_key AND t.key = ? AND t.text IS NOT NULL", key));
    }

    /** The keys by which a field sorts, the first one always ascending: values, NaN, runs without. */
    List<Clause> sortKeys(RunOrder.Term term) {
        RunField field = term.field();
        List<Clause> keys = new ArrayList<>();
        switch (place(field)) {
            case Own own -> {
                String value = field == Attribute.STATUS ? statusPosition() : own.expression();
                keys.add(Clause.of("(" + own.expression() + ") IS NULL"));
                keys.add(Clause.of(value));
            }
            case Elsewhere elsewhere
            when term.asText() -> {
                Clause text = elsewhere.select(Clause.of(elsewhere.text()));
                keys.add(Clause.of("(").then(text).then(") IS NULL"));
                keys.add(text);
            }
            case Elsewhere elsewhere -> {
                Clause rank =
                        elsewhere.select(Clause.of("CASE WHEN " + elsewhere.number() + " IS NULL THEN 1 ELSE 0 END"));
                keys.add(Clause.of("coalesce(").then(rank).then(", 2)"));
                keys.add(elsewhere.select(Clause.of("coalesce(" + elsewhere.number() + ", " + elsewhere.text() + ")")));
            }
        }
        return keys;
    }

    /** A run's status as its place in the order of statuses. */
    static String statusPosition() {
        StringBuilder sql = new StringBuilder("CASE r.status");
        for (RunStatus status : RunStatus.values()) {
            sql.append(" WHEN '").append(status.name()).append("' THEN ").append(status.ordinal());
        }
        return sql.append(" END").toString();
    }
}
