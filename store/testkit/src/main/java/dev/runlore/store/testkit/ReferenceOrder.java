// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import dev.runlore.domain.RunStatus;
import dev.runlore.domain.filter.RunField;
import dev.runlore.domain.filter.RunOrder;
import dev.runlore.domain.filter.TextNumber;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of {@link RunOrder} as a plain comparison in memory: values, then NaN, then runs without; of parameters, tags and
 * properties numbers, then other texts; newest number first among equals.
 */
record ReferenceOrder(RunOrder order) implements Comparator<RandomRuns.Made> {

    @Override
    public int compare(RandomRuns.Made a, RandomRuns.Made b) {
        for (RunOrder.Term term : order.terms()) {
            Object left = key(term, a);
            Object right = key(term, b);
            int rank = Integer.compare(rank(left), rank(right));
            if (rank != 0) {
                return rank;
            }
            int values = left == null || right == null ? 0 : values(left, right);
            if (values != 0) {
                return term.direction() == RunOrder.Direction.DESC ? -values : values;
            }
        }
        int numbers = Long.compare(b.run().number(), a.run().number());
        return numbers != 0 ? numbers : b.id().value().compareTo(a.id().value());
    }

    private static @Nullable Object key(RunOrder.Term term, RandomRuns.Made run) {
        RunField field = term.field();
        Object value = run.value(field);
        if (term.asText()) {
            return value;
        }
        boolean mayHoldNumber = field instanceof RunField.Metric
                || field instanceof RunField.Parameter
                || field instanceof RunField.Tag
                || field instanceof RunField.Property;
        if (mayHoldNumber && value instanceof String text) {
            Number number = TextNumber.of(text);
            boolean none = Double.isNaN(number.doubleValue());
            return none && !(field instanceof RunField.Metric) ? text : number;
        }
        return mayHoldNumber && value instanceof Boolean flag ? (flag ? 1L : 0L) : value;
    }

    private static int rank(@Nullable Object value) {
        return switch (value) {
            case null -> 3;
            case Double number when Double.isNaN(number) -> 2;
            case String text -> 1;
            default -> 0;
        };
    }

    private static int values(Object a, Object b) {
        return switch (a) {
            case Number number -> numbers(number, (Number) b);
            case String text ->
                Arrays.compareUnsigned(
                        text.getBytes(StandardCharsets.UTF_8), ((String) b).getBytes(StandardCharsets.UTF_8));
            case Instant time -> time.compareTo((Instant) b);
            case Boolean flag -> flag.compareTo((Boolean) b);
            case RunStatus status -> status.compareTo((RunStatus) b);
            default -> throw new IllegalStateException("no order for " + a);
        };
    }

    private static int numbers(Number a, Number b) {
        if (Double.isInfinite(a.doubleValue()) || Double.isInfinite(b.doubleValue())) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        if (Double.isNaN(a.doubleValue())) {
            return 0;
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Long whole ? BigDecimal.valueOf(whole) : new BigDecimal(number.doubleValue());
    }
}
