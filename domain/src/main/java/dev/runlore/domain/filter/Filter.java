// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunloreException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A condition on runs, as a tree without syntax.
 *
 * <p>A condition on a run is true, false or unknown, and only the runs for which the whole filter is true match:
 *
 * <ul>
 *   <li>A condition on a value that the run does not have is unknown, except {@link IsNull}, which is never unknown. So neither
 *       {@code metrics.x > 1} nor {@code not metrics.x > 1} matches a run without the metric x.
 *   <li>NaN equals nothing, itself included, and has no order: {@link Operator#NOT_EQUAL} is true and every other comparison, as
 *       well as {@link In}, is false, not unknown. So {@code not metrics.x > 1} matches a NaN. A text that holds no number is a
 *       NaN beside a number.
 *   <li>{@link Not} of unknown is unknown. {@link And} is false when a part is false, else unknown when a part is unknown.
 *       {@link Or} is true when a part is true, else unknown when a part is unknown.
 *   <li>Numbers compare by their mathematical value: 2^53+1 as an int64 does not equal 2^53 as a float64; -0.0 equals 0.
 * </ul>
 */
public sealed interface Filter {

    /** Every run; it stands alone and is no part of another filter. */
    record All() implements Filter {}

    /** All of two or more parts. */
    record And(List<Filter> parts) implements Filter {
        public And {
            parts = checkParts("and", parts);
        }
    }

    /** At least one of two or more parts. */
    record Or(List<Filter> parts) implements Filter {
        public Or {
            parts = checkParts("or", parts);
        }
    }

    /** The opposite; unknown stays unknown. */
    record Not(Filter part) implements Filter {
        public Not {
            checkPart("not", part);
        }
    }

    /** The field's value compared with a literal of a kind that its type accepts. */
    record Comparison(RunField field, Operator operator, Literal literal) implements Filter {
        public Comparison {
            checkLiteral(field, operator, literal);
        }
    }

    /** The field's value equals one of one or more literals. */
    record In(RunField field, List<Literal> literals) implements Filter {
        public In {
            literals = List.copyOf(literals);
            if (literals.isEmpty()) {
                throw RunloreException.invalid("the list for " + field.text() + " must hold a value but is empty");
            }
            literals.forEach(literal -> checkLiteral(field, Operator.EQUAL, literal));
        }
    }

    /** The field's text matches a pattern. */
    record Like(RunField field, LikePattern pattern) implements Filter {
        public Like {
            Objects.requireNonNull(pattern, "pattern");
            if (!field.type().isText()) {
                throw RunloreException.invalid("like needs text but " + field.text() + " is "
                        + field.type().description());
            }
        }
    }

    /** The run does not have the value. */
    record IsNull(RunField field) implements Filter {
        public IsNull {
            Objects.requireNonNull(field, "field");
        }
    }

    /** Whether a condition of it asks about the field. */
    default boolean mentions(RunField field) {
        return fields().anyMatch(field::equals);
    }

    /** Every field that a condition of it asks about. */
    default Stream<RunField> fields() {
        return switch (this) {
            case All all -> Stream.empty();
            case And and -> and.parts.stream().flatMap(Filter::fields);
            case Or or -> or.parts.stream().flatMap(Filter::fields);
            case Not not -> not.part.fields();
            case Comparison comparison -> Stream.of(comparison.field);
            case In in -> Stream.of(in.field);
            case Like like -> Stream.of(like.field);
            case IsNull isNull -> Stream.of(isNull.field);
        };
    }

    private static List<Filter> checkParts(String word, List<Filter> parts) {
        if (parts.size() < 2) {
            throw RunloreException.invalid(word + " must join at least 2 filters but has " + parts.size());
        }
        parts.forEach(part -> checkPart(word, part));
        return List.copyOf(parts);
    }

    private static void checkPart(String word, Filter part) {
        if (part instanceof All) {
            throw RunloreException.invalid("the filter of every run stands alone but is a part of " + word);
        }
    }

    private static void checkLiteral(RunField field, Operator operator, Literal literal) {
        if (!field.type().accepts(operator, literal)) {
            throw RunloreException.invalid("%s is %s and cannot be compared by %s with %s"
                    .formatted(field.text(), field.type().description(), operator.symbol(), literal));
        }
    }
}
