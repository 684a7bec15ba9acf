// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.LikePattern;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.store.ModelCondition;
import dev.runlore.store.ModelField;
import dev.runlore.store.ModelQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions and orders of searches for models as SQL. Each field is an expression of one value, NULL when it is missing.
 *
 * @param attributes what the list knows, as expressions
 * @param key column that all its tables have, with the alias of the row that is asked about
 * @param table before {@code _tag}, {@code _param} and {@code _metric}
 * @param ties order of what is otherwise the same
 */
record ModelSql(Map<ModelField.Attribute, String> attributes, String key, String table, String ties) {
    /** What stands for NaN, which SQLite does not keep; every text is above every number. */
    private static final String NAN = "'NaN'";

    Clause where(List<ModelCondition> conditions) {
        Clause all = Clause.of("");
        for (ModelCondition condition : conditions) {
            Clause holds = condition(condition);
            all = all.then(" AND ")
                    .then(
                            condition.orMissing()
                                    ? Clause.of("coalesce(").then(holds).then(", 1)")
                                    : holds);
        }
        return all;
    }

    Clause order(List<ModelQuery.Order> order) {
        Clause all = Clause.of(" ORDER BY ");
        for (ModelQuery.Order by : order) {
            Clause field = field(by.field());
            Clause kind = by.field() instanceof ModelField.Metric
                    ? Clause.of("typeof(").then(field).then(") = 'text', ")
                    : Clause.of("");
            all = all.then(field).then(" IS NULL, ").then(kind).then(field).then(by.ascending() ? ", " : " DESC, ");
        }
        return all.then(ties);
    }

    private Clause condition(ModelCondition condition) {
        Clause field = field(condition.field());
        return switch (condition.test()) {
            case ModelCondition.Test.Compare(Operator operator, Literal value) ->
                compare(field, operator, value, condition.field() instanceof ModelField.Metric);
            case ModelCondition.Test.Like like -> like(field, like);
            case ModelCondition.Test.OneOf(List<String> values, boolean negated) ->
                field.then(negated ? " NOT IN " : " IN ").then(Clause.list(values));
        };
    }

    private static Clause compare(Clause field, Operator operator, Literal value, boolean isMetric) {
        Clause compared = field.then(" " + operator.symbol() + " ?", bound(value));
        boolean isUpward = operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL;
        return isMetric && isUpward
                ? Clause.of("(").then(compared).then(" AND ").then(field).then(" < " + NAN + ")")
                : compared;
    }

    private static Object bound(Literal value) {
        return switch (value) {
            case Literal.Text(String text) -> text;
            case Literal.Whole(long number) -> number;
            case Literal.Real(double number) -> number;
            case Literal.Flag flag -> throw unfit(flag);
            case Literal.Time time -> throw unfit(time);
            case Literal.Status status -> throw unfit(status);
        };
    }

    private static IllegalArgumentException unfit(Literal value) {
        return new IllegalArgumentException("models are compared with texts and numbers but not with " + value);
    }

    private static Clause like(Clause field, ModelCondition.Test.Like like) {
        String pattern = like.pattern().text();
        return like.pattern().ignoresCase()
                ? Clause.of(Database.FOLD + "(").then(field).then(") LIKE ? ESCAPE '\\'", LikePattern.fold(pattern))
                : field.then(" LIKE ? ESCAPE '\\'", pattern);
    }

    private Clause field(ModelField field) {
        return switch (field) {
            case ModelField.Attribute attribute -> Clause.of(expression(attribute));
            case ModelField.Tag(String name) -> text("_tag", name);
            case ModelField.Parameter(String name) -> text("_param", name);
            case ModelField.Metric(String name, List<ModelMetric.Dataset> datasets) -> metric(name, datasets);
        };
    }

    private String expression(ModelField.Attribute attribute) {
        return Optional.ofNullable(attributes.get(attribute))
                .orElseThrow(() -> RunloreException.invalid("this list cannot be searched or ordered by "
                        + attribute.name().toLowerCase(Locale.ROOT) + "; use another field"));
    }

    private Clause text(String suffix, String name) {
        return Clause.of(
                "(SELECT coalesce(x.text, '') FROM " + table + suffix + " x WHERE x." + column() + " = " + key
                        + " AND x.key = ?)",
                name);
    }

    private Clause metric(String name, List<ModelMetric.Dataset> datasets) {
        List<Clause> on = new ArrayList<>();
        datasets.forEach(dataset ->
                on.add(Clause.of("(x.dataset = ? AND ? IN ('', x.digest))", dataset.name(), dataset.digest())));
        Clause within = on.isEmpty()
                ? Clause.of("")
                : Clause.of(" AND (").then(Clause.join(" OR ", on)).then(")");
        return Clause.of(
                        "(SELECT coalesce(x.value, " + NAN + ") FROM " + table + "_metric x WHERE x." + column() + " = "
                                + key + " AND x.key = ?",
                        name)
                .then(within)
                .then(" ORDER BY x.step DESC, x.time DESC, x.value DESC LIMIT 1)");
    }

    private String column() {
        return key.substring(key.indexOf('.') + 1);
    }
}
