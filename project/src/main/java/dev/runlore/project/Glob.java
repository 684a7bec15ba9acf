// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern of an ignore file, as the steps that a text is matched with. Matching follows all ways at once, so its time is
 * bounded by pattern times text, whatever the pattern.
 */
record Glob(List<Step> steps) {
    Glob {
        steps = List.copyOf(steps);
    }

    /** Matches nothing, not even the empty text: what a pattern that cannot be read means. */
    static Glob nothing() {
        return new Glob(List.of((text, ends) -> new boolean[ends.length]));
    }

    boolean matches(String text) {
        int[] characters = text.codePoints().toArray();
        boolean[] ends = new boolean[characters.length + 1];
        ends[0] = true;
        for (Step step : steps) {
            ends = step.from(characters, ends);
        }
        return ends[characters.length];
    }

    /** One part of a pattern: from the places where the parts before it may end to the places where it may end itself. */
    @FunctionalInterface
    interface Step {
        boolean[] from(int[] text, boolean[] ends);
    }

    /** Exactly this character. */
    static Step character(int wanted) {
        return one(c -> c == wanted);
    }

    /** {@code ?}: any one character but a slash. */
    static Step anyCharacter() {
        return one(c -> c != '/');
    }

    static Step set(CharacterSet set) {
        return one(set::holds);
    }

    /** {@code *}: any characters but slashes, or none. */
    static Step star() {
        return (text, ends) -> {
            boolean[] next = new boolean[ends.length];
            boolean open = false;
            for (int i = 0; i < ends.length; i++) {
                open = ends[i] || (open && text[i - 1] != '/');
                next[i] = open;
            }
            return next;
        };
    }

    /** Two stars and a slash: any number of whole folders, or none. */
    static Step folders() {
        return (text, ends) -> {
            boolean[] next = new boolean[ends.length];
            boolean open = false;
            for (int i = 0; i < ends.length; i++) {
                next[i] = ends[i] || (open && text[i - 1] == '/');
                open |= ends[i];
            }
            return next;
        };
    }

    /** Two stars at the end: all the rest. */
    static Step rest() {
        return (text, ends) -> {
            boolean[] next = new boolean[ends.length];
            boolean open = false;
            for (int i = 0; i < ends.length; i++) {
                open |= ends[i];
                next[i] = open;
            }
            return next;
        };
    }

    private static Step one(IntPredicate accepts) {
        return (text, ends) -> {
            boolean[] next = new boolean[ends.length];
            for (int i = 0; i < text.length; i++) {
                next[i + 1] = ends[i] && accepts.test(text[i]);
            }
            return next;
        };
    }
}
