// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A set such as {@code [a-z_]} of a pattern. It never holds a slash. */
record CharacterSet(boolean negated, List<IntPredicate> members) {
    CharacterSet {
        members = List.copyOf(members);
    }

    boolean holds(int character) {
        return character != '/' && members.stream().anyMatch(member -> member.test(character)) != negated;
    }

    /** The characters of a class such as {@code [:digit:]}, all of them ASCII; null for a name that is none. */
    static @Nullable IntPredicate named(String name) {
        return switch (name) {
            case "alnum" -> c -> isLetter(c) || isDigit(c);
            case "alpha" -> CharacterSet::isLetter;
            case "blank" -> c -> c == ' ' || c == '\t';
            case "cntrl" -> c -> c < ' ' || c == 127;
            case "digit" -> CharacterSet::isDigit;
            case "graph" -> c -> c > ' ' && c < 127;
            case "lower" -> c -> c >= 'a' && c <= 'z';
            case "print" -> c -> c >= ' ' && c < 127;
            case "punct" -> c -> c > ' ' && c < 127 && !isLetter(c) && !isDigit(c);
            case "space" -> c -> c == ' ' || (c >= '\t' && c <= '\r');
            case "upper" -> c -> c >= 'A' && c <= 'Z';
            case "xdigit" -> c -> isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
            default -> null;
        };
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
