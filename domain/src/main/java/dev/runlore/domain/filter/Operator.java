// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import java.util.Arrays;
import java.util.Optional;

/** How a comparison compares a field's value with a literal. */
public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** The native spelling, such as {@code <=}. */
    public String symbol() {
        return symbol;
    }

    /** The operator of a native spelling; not equal has two. */
    static Optional<Operator> find(String symbol) {
        String spelling = symbol.equals("<>") ? NOT_EQUAL.symbol : symbol;
        return Arrays.stream(values()).filter(o -> o.symbol.equals(spelling)).findFirst();
    }

    /** Whether this asks for an order and not only for equality. */
    public boolean isOrdering() {
        return this != EQUAL && this != NOT_EQUAL;
    }
}
