// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

/** What the values of a field are, and so what they can be compared with. */
public enum FieldType {
    TEXT("text"),
    /**
     * Text that may hold a number: parameters, tags and properties. Beside a text it is compared as text, beside a number as
     * the number that it holds ({@link TextNumber}).
     */
    TEXT_OR_NUMBER("text or a number"),
    /** An int64 or float64. A boolean metric counts as 1 and 0, a text metric as NaN. */
    NUMBER("a number"),
    TIME("a time"),
    /** A number of seconds. */
    DURATION("a number of seconds"),
    BOOLEAN("true or false"),
    STATUS("a status");

    private final String description;

    FieldType(String description) {
        this.description = description;
    }

    /** The values in words, such as {@code a number}. */
    String description() {
        return description;
    }

    /** Whether {@code <}, {@code <=}, {@code >} and {@code >=} have a meaning. Text has none: "10" would come before "9". */
    boolean isOrdered() {
        return switch (this) {
            case TEXT_OR_NUMBER, NUMBER, TIME, DURATION -> true;
            case TEXT, BOOLEAN, STATUS -> false;
        };
    }

    /** Whether {@code like} has a meaning. */
    boolean isText() {
        return this == TEXT || this == TEXT_OR_NUMBER;
    }

    /** Whether a field of this type can be compared so. */
    public boolean accepts(Operator operator, Literal literal) {
        return switch (literal) {
            case Literal.Text text -> isText() && !operator.isOrdering();
            case Literal.Whole whole -> isNumeric();
            case Literal.Real real -> isNumeric();
            case Literal.Flag flag -> this == BOOLEAN && !operator.isOrdering();
            case Literal.Time time -> this == TIME;
            case Literal.Status status -> this == STATUS && !operator.isOrdering();
        };
    }

    private boolean isNumeric() {
        return this == NUMBER || this == DURATION || this == TEXT_OR_NUMBER;
    }
}
