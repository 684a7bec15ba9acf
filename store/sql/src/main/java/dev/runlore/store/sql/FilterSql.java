// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.LikePattern;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter as a condition of a statement. SQL's NULL is the filter's unknown, and its AND, OR and NOT treat it the same way; only
 * NaN, which SQLite does not keep, has to be said.
 */
record FilterSql(FieldSql fields) {

    Clause condition(Filter filter) {
        return switch (filter) {
            case Filter.All all -> Clause.of("1");
            case Filter.And and -> join(" AND ", and.parts());
            case Filter.Or or -> join(" OR ", or.parts());
            case Filter.Not not -> Clause.of("NOT ").then(condition(not.part()));
            case Filter.Comparison comparison -> comparison(comparison);
            case Filter.In in -> in(in);
            case Filter.Like like -> like(like);
            case Filter.IsNull isNull -> isNull(isNull);
        };
    }

    private Clause join(String word, List<Filter> parts) {
        return Clause.of("(")
                .then(Clause.join(word, parts.stream().map(this::condition).toList()))
                .then(")");
    }

    private Clause comparison(Filter.Comparison comparison) {
        String operator = " " + comparison.operator().symbol() + " ?";
        Object value = value(comparison.literal());
        return switch (fields.place(comparison.field())) {
            case FieldSql.Own own -> Clause.of("((" + own.expression() + ")" + operator + ")", value);
            case FieldSql.Elsewhere elsewhere
            when value instanceof String -> elsewhere.select(Clause.of(elsewhere.text() + operator, value));
            case FieldSql.Elsewhere elsewhere -> {
                int ofNaN = comparison.operator() == Operator.NOT_EQUAL ? 1 : 0;
                yield elsewhere.select(
                        Clause.of("coalesce(" + elsewhere.number() + operator + ", " + ofNaN + ")", value));
            }
        };
    }

    private Clause in(Filter.In in) {
        List<Object> texts = new ArrayList<>();
        List<Object> numbers = new ArrayList<>();
        for (Literal literal : in.literals()) {
            Object value = value(literal);
            (value instanceof String ? texts : numbers).add(value);
        }
        return switch (fields.place(in.field())) {
            case FieldSql.Own own -> {
                texts.addAll(numbers);
                yield Clause.of("((" + own.expression() + ") IN ")
                        .then(Clause.list(texts))
                        .then(")");
            }
            case FieldSql.Elsewhere elsewhere -> {
                List<Clause> either = new ArrayList<>();
                if (!texts.isEmpty()) {
                    either.add(Clause.of(elsewhere.text() + " IN ").then(Clause.list(texts)));
                }
                if (!numbers.isEmpty()) {
                    either.add(Clause.of("coalesce(" + elsewhere.number() + " IN ")
                            .then(Clause.list(numbers))
                            .then(", 0)"));
                }
                yield elsewhere.select(Clause.join(" OR ", either));
            }
        };
    }

    private Clause like(Filter.Like like) {
        boolean folds = like.pattern().ignoresCase();
        String pattern = like.pattern().text();
        String function = folds ? Database.FOLD : "";
        Object asked = folds ? LikePattern.fold(pattern) : pattern;
        return switch (fields.place(like.field())) {
            case FieldSql.Own own ->
                Clause.of("(" + function + "(" + own.expression() + ") LIKE ? ESCAPE '\\')", asked);
            case FieldSql.Elsewhere elsewhere ->
                elsewhere.select(Clause.of(function + "(" + elsewhere.text() + ") LIKE ? ESCAPE '\\'", asked));
        };
    }

    private Clause isNull(Filter.IsNull isNull) {
        return switch (fields.place(isNull.field())) {
            case FieldSql.Own own -> Clause.of("((" + own.expression() + ") IS NULL)");
            case FieldSql.Elsewhere elsewhere -> Clause.of("NOT EXISTS ").then(elsewhere.select(Clause.of("1")));
        };
    }

    private static Object value(Literal literal) {
        return switch (literal) {
            case Literal.Text(String text) -> text;
            case Literal.Whole(long number) -> number;
            case Literal.Real(double number) -> number;
            case Literal.Flag(boolean flag) -> flag;
            case Literal.Time time -> Micros.of(time.value());
            case Literal.Status status -> status.value().name();
        };
    }
}
