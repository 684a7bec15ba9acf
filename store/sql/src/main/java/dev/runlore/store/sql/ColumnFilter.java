// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.domain.filter.RunField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Filters over columns. What is true of each run is a number, so that {@code and} is the smaller of two, {@code or} the larger, and
 * {@code not} the difference to {@link #TRUE}.
 *
 * @param columns at least those of the filter's fields, all with the same number of rows
 */
record ColumnFilter(Map<RunField, Column> columns, int rows) {
    static final byte FALSE = 0;
    static final byte UNKNOWN = 1;
    static final byte TRUE = 2;

    /** How the filter stands with each row; rows without a run have any answer. */
    byte[] evaluate(Filter filter) {
        return switch (filter) {
            case Filter.All all -> all();
            case Filter.And and -> and(and.parts());
            case Filter.Or or -> or(or.parts());
            case Filter.Not not -> not(evaluate(not.part()));
            case Filter.Comparison comparison -> compare(comparison);
            case Filter.In in -> in(in);
            case Filter.Like like ->
                known(like.field(), texts(like.field()).whereText(like.pattern().matcher()));
            case Filter.IsNull isNull -> isNull(isNull.field());
        };
    }

    private byte[] all() {
        byte[] truths = new byte[rows];
        Arrays.fill(truths, TRUE);
        return truths;
    }

    private byte[] and(List<Filter> parts) {
        byte[] truths = evaluate(parts.getFirst());
        for (Filter part : parts.subList(1, parts.size())) {
            byte[] more = evaluate(part);
            for (int row = 0; row < rows; row++) {
                truths[row] = (byte) Math.min(truths[row], more[row]);
            }
        }
        return truths;
    }

    private byte[] or(List<Filter> parts) {
        byte[] truths = evaluate(parts.getFirst());
        for (Filter part : parts.subList(1, parts.size())) {
            byte[] more = evaluate(part);
            for (int row = 0; row < rows; row++) {
                truths[row] = (byte) Math.max(truths[row], more[row]);
            }
        }
        return truths;
    }

    private static byte[] not(byte[] truths) {
        for (int row = 0; row < truths.length; row++) {
            truths[row] = (byte) (TRUE - truths[row]);
        }
        return truths;
    }

    private byte[] isNull(RunField field) {
        Column column = column(field);
        byte[] truths = new byte[rows];
        for (int row = 0; row < rows; row++) {
            truths[row] = column.has(row) ? FALSE : TRUE;
        }
        return truths;
    }

    /** Unknown where the run has no value, else what the condition is. */
    private byte[] known(RunField field, boolean[] holds) {
        Column column = column(field);
        byte[] truths = new byte[rows];
        for (int row = 0; row < rows; row++) {
            truths[row] = !column.has(row) ? UNKNOWN : holds[row] ? TRUE : FALSE;
        }
        return truths;
    }

    private byte[] compare(Filter.Comparison comparison) {
        RunField field = comparison.field();
        Operator operator = comparison.operator();
        if (comparison.literal() instanceof Literal.Text(String text)) {
            boolean ifEqual = operator == Operator.EQUAL;
            return known(field, texts(field).whereText(value -> value.equals(text) == ifEqual));
        }
        Numbers.Value value = number(comparison.literal());
        return known(field, whereNumber(field, (numbers, row) -> holds(numbers, row, operator, value)));
    }

    private byte[] in(Filter.In in) {
        Set<String> texts = new HashSet<>();
        List<Numbers.Value> values = new ArrayList<>();
        for (Literal literal : in.literals()) {
            if (literal instanceof Literal.Text(String text)) {
                texts.add(text);
            } else {
                values.add(number(literal));
            }
        }
        // Adding 0 makes 0 of -0, which is equal to it but not the same.
        Set<Double> near = values.stream().map(value -> value.nearest() + 0.0).collect(Collectors.toSet());
        boolean[] holds = whereNumber(
                in.field(),
                (numbers, row) -> near.contains(numbers.get(row) + 0.0)
                        && values.stream().anyMatch(value -> holds(numbers, row, Operator.EQUAL, value)));
        if (!texts.isEmpty()) {
            boolean[] more = texts(in.field()).whereText(texts::contains);
            for (int row = 0; row < rows; row++) {
                holds[row] |= more[row];
            }
        }
        return known(in.field(), holds);
    }

    private boolean[] whereNumber(RunField field, Texts.NumberTest test) {
        return switch (column(field)) {
            case Texts texts -> texts.whereNumber(test);
            case Numbers numbers -> {
                boolean[] holds = new boolean[rows];
                for (int row = 0; row < rows; row++) {
                    holds[row] = test.test(numbers, row);
                }
                yield holds;
            }
        };
    }

    /** NaN is unequal to everything and has no order. */
    private static boolean holds(Numbers numbers, int row, Operator operator, Numbers.Value value) {
        if (Double.isNaN(numbers.get(row))) {
            return operator == Operator.NOT_EQUAL;
        }
        int order = numbers.compare(row, value);
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    /** What the literal is in a column: times are microseconds, statuses their places, true is 1. */
    private static Numbers.Value number(Literal literal) {
        return switch (literal) {
            case Literal.Whole(long number) -> Numbers.Value.of(number);
            case Literal.Real(double number) -> Numbers.Value.of(number);
            case Literal.Flag(boolean flag) -> Numbers.Value.of(flag ? 1 : 0);
            case Literal.Time time -> Numbers.Value.of(Micros.of(time.value()));
            case Literal.Status status -> Numbers.Value.of(status.value().ordinal());
            case Literal.Text text -> throw new IllegalArgumentException("a text is no number: " + text);
        };
    }

    private Texts texts(RunField field) {
        return (Texts) column(field);
    }

    private Column column(RunField field) {
        Column column = columns.get(field);
        if (column == null) {
            throw new IllegalStateException("no column was brought for " + field.text());
        }
        return column;
    }
}
