// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import java.util.List;

/** One piece of a text, with the positions of its first character and after its last. */
sealed interface Token {
    int start();

    int end();

    /** A keyword, or a field: names joined by dots. */
    record Word(List<Segment> segments, int start, int end) implements Token {
        /** Whether this is the keyword, which is given in lower case. */
        boolean is(String keyword) {
            return segments.size() == 1 && segments.getFirst().text().equalsIgnoreCase(keyword);
        }
    }

    /** A text in quotes, without them. */
    record Quoted(String text, int start, int end) implements Token {}

    record Number(String digits, int start, int end) implements Token {}

    /** An operator, a parenthesis or a comma. */
    record Symbol(String text, int start, int end) implements Token {}

    record End(int start) implements Token {
        @Override
        public int end() {
            return start;
        }
    }

    /** One name of a word; only one without quotes can be a keyword or an aggregate. */
    record Segment(String text, boolean quoted) {}

    default boolean isSymbol(String text) {
        return this instanceof Symbol symbol && symbol.text().equals(text);
    }
}
