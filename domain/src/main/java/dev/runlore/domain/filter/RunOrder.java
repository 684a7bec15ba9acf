// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunloreException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * By what a list of runs is sorted: at most {@link FilterLimits#ORDER} different fields, the first one first; none leaves the
 * order to the list.
 *
 * <p>In both directions a run without the value comes last, and one with NaN just before those. Numbers sort by value, times by
 * moment, statuses by their order in the enum, false before true, and text by code point.
 */
public record RunOrder(List<Term> terms) {

    public enum Direction {
        ASC,
        DESC;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One field and its direction.
     *
     * @param asText whether what may hold numbers sorts as text all the same; the text form of the order does not tell it
     */
    public record Term(RunField field, Direction direction, boolean asText) {
        public Term {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(direction, "direction");
            if (asText && field.type() != FieldType.TEXT_OR_NUMBER) {
                throw RunloreException.invalid(
                        field.text() + " is " + field.type().description() + " and cannot be sorted as text");
            }
        }

        public Term(RunField field, Direction direction) {
            this(field, direction, false);
        }
    }

    public RunOrder {
        terms = List.copyOf(terms);
        if (terms.size() > FilterLimits.ORDER) {
            throw RunloreException.invalid("an order must have at most " + FilterLimits.ORDER + " fields but has "
                    + terms.size() + "; leave the last ones out");
        }
        Set<RunField> seen = new HashSet<>();
        for (Term term : terms) {
            if (!seen.add(term.field())) {
                throw RunloreException.invalid("an order must name a field once but has "
                        + term.field().text() + " twice; leave one out");
            }
        }
    }

    /** The canonical text, which {@link RunOrderParser} reads back. */
    public String text() {
        return terms.stream()
                .map(term -> term.field().text() + " " + term.direction().word())
                .collect(Collectors.joining(", "));
    }
}
