// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import dev.runlore.domain.RunStatus;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.domain.filter.RunField;
import dev.runlore.domain.filter.TextNumber;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of {@link Filter} as a plain evaluation in memory, which every store's answers are compared with.
 *
 * <p>A run is a function from a field to its value, null when it has none: {@link String} for text, {@link Long} or
 * {@link Double} for numbers and seconds, {@link Instant}, {@link Boolean} or {@link RunStatus}. A metric whose value is text
 * or a boolean gives that.
 */
public final class ReferenceFilter {
    private enum Truth {
        TRUE,
        FALSE,
        UNKNOWN;

        static Truth of(boolean value) {
            return value ? TRUE : FALSE;
        }

        Truth opposite() {
            return switch (this) {
                case TRUE -> FALSE;
                case FALSE -> TRUE;
                case UNKNOWN -> UNKNOWN;
            };
        }
    }

    private final Function<RunField, @Nullable Object> run;

    private ReferenceFilter(Function<RunField, @Nullable Object> run) {
        this.run = run;
    }

    /** Whether the filter is true for the run; unknown is not. */
    public static boolean matches(Filter filter, Function<RunField, @Nullable Object> run) {
        return new ReferenceFilter(run).evaluate(filter) == Truth.TRUE;
    }

    private Truth evaluate(Filter filter) {
        return switch (filter) {
            case Filter.All all -> Truth.TRUE;
            case Filter.And and -> decide(and.parts(), Truth.FALSE);
            case Filter.Or or -> decide(or.parts(), Truth.TRUE);
            case Filter.Not not -> evaluate(not.part()).opposite();
            case Filter.Comparison c -> known(c.field(), value -> compare(value, c.operator(), c.literal()));
            case Filter.In in -> known(in.field(), value -> isIn(value, in.literals()));
            case Filter.Like like -> known(like.field(), value -> like.pattern().matches((String) value));
            case Filter.IsNull isNull -> Truth.of(run.apply(isNull.field()) == null);
        };
    }

    /** One part that is {@code decisive} decides; else an unknown part makes it unknown. */
    private Truth decide(List<Filter> parts, Truth decisive) {
        Truth result = decisive.opposite();
        for (Filter part : parts) {
            Truth truth = evaluate(part);
            if (truth == decisive) {
                return decisive;
            }
            result = truth == Truth.UNKNOWN ? Truth.UNKNOWN : result;
        }
        return result;
    }

    private Truth known(RunField field, Function<Object, Boolean> condition) {
        Object value = run.apply(field);
        return value == null ? Truth.UNKNOWN : Truth.of(condition.apply(value));
    }

    private static boolean isIn(Object value, List<Literal> literals) {
        return literals.stream().anyMatch(literal -> compare(value, Operator.EQUAL, literal));
    }

    private static boolean compare(Object value, Operator operator, Literal literal) {
        return switch (literal) {
            case Literal.Whole whole -> compareNumbers(number(value), operator, whole.value());
            case Literal.Real real -> compareNumbers(number(value), operator, real.value());
            case Literal.Text text -> holds(value.equals(text.value()) ? 0 : 1, operator);
            case Literal.Flag flag -> holds(value.equals(flag.value()) ? 0 : 1, operator);
            case Literal.Time time -> holds(((Instant) value).compareTo(time.value()), operator);
            case Literal.Status status -> holds(value == status.value() ? 0 : 1, operator);
        };
    }

    private static Number number(Object value) {
        return switch (value) {
            case Boolean flag -> flag ? 1L : 0L;
            case String text -> TextNumber.of(text);
            default -> (Number) value;
        };
    }

    private static boolean compareNumbers(Number value, Operator operator, Number literal) {
        double real = value.doubleValue();
        if (Double.isNaN(real)) {
            return operator == Operator.NOT_EQUAL;
        }
        if (Double.isInfinite(real)) {
            return holds(real > 0 ? 1 : -1, operator);
        }
        return holds(exact(value).compareTo(exact(literal)), operator);
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Long whole ? BigDecimal.valueOf(whole) : new BigDecimal(number.doubleValue());
    }

    private static boolean holds(int order, Operator operator) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}
