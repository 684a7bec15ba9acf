// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads one set of a pattern, from behind its opening bracket to behind its closing one. Confined to one thread. */
final class CharacterSetParser {
    private final PatternCursor cursor;
    private final List<IntPredicate> members = new ArrayList<>();
    /** What a dash would begin a range with: the member before it, when that is one character. */
    private int before = PatternCursor.END;

    CharacterSetParser(PatternCursor cursor) {
        this.cursor = cursor;
    }

    /** Empty when the set has no end or names a class that there is not. */
    Optional<CharacterSet> parse() {
        boolean negated = cursor.peek(0) == '!' || cursor.peek(0) == '^';
        cursor.skip(negated ? 1 : 0);
        do {
            if (!member()) {
                return Optional.empty();
            }
        } while (cursor.peek(0) != ']');
        cursor.skip(1);
        return Optional.of(new CharacterSet(negated, members));
    }

    private boolean member() {
        if (cursor.peek(0) == '-' && before != PatternCursor.END && cursor.peek(1) != ']') {
            cursor.skip(1);
            return range(before, character());
        }
        int name = className();
        if (name >= 0) {
            cursor.skip(2);
            IntPredicate named = CharacterSet.named(cursor.take(name));
            cursor.skip(2);
            before = PatternCursor.END;
            return named != null && members.add(named);
        }
        before = character();
        int only = before;
        return only != PatternCursor.END && members.add(c -> c == only);
    }

    private boolean range(int from, int to) {
        before = PatternCursor.END;
        return to != PatternCursor.END && members.add(c -> c >= from && c <= to);
    }

    /** The next character, a backslash before it taken as well. */
    private int character() {
        int character = cursor.take();
        return character == '\\' ? cursor.take() : character;
    }

    /** How long the name in {@code [:name:]} is when one comes next, else -1. */
    private int className() {
        if (cursor.peek(0) != '[' || cursor.peek(1) != ':') {
            return -1;
        }
        int end = 2;
        while (cursor.peek(end) != ']' && cursor.peek(end) != PatternCursor.END) {
            end++;
        }
        return end > 2 && cursor.peek(end) == ']' && cursor.peek(end - 1) == ':' ? end - 3 : -1;
    }
}
