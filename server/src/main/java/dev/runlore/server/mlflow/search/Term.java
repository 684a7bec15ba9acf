// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

/** One piece of a filter or an order, and where it begins. */
public sealed interface Term {
    int start();

    /** What a condition asks about, as it was written: {@code metrics.`val loss`} has the entity {@code metrics}. */
    record Name(String entity, String key, boolean quoted, int start) implements Term {
        /** Whether this is the keyword, which is given in upper case. */
        public boolean is(String keyword) {
            return entity.isEmpty() && !quoted && key.equalsIgnoreCase(keyword);
        }
    }

    /** A text in single or double quotes; one in double quotes may also be a name. */
    record Quoted(String text, int start) implements Term {}

    record Number(String digits, int start) implements Term {}

    /** An operator, a parenthesis, a comma, or what is nothing of these. */
    record Symbol(String text, int start) implements Term {
        public boolean is(String other) {
            return text.equals(other);
        }
    }

    record End(int start) implements Term {}
}
