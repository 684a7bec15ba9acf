// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

/** A place in the text of a pattern, by characters. Beyond the end every character is {@link #END}. Confined to one thread. */
final class PatternCursor {
    static final int END = -1;

    private final int[] pattern;
    private int next;

    PatternCursor(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    /** The character {@code ahead} of the next one, which is ahead by 0; before the start {@link #END} as well. */
    int peek(int ahead) {
        int at = next + ahead;
        return at >= 0 && at < pattern.length ? pattern[at] : END;
    }

    int take() {
        int character = peek(0);
        next++;
        return character;
    }

    void skip(int characters) {
        next += characters;
    }

    /** Takes {@code count} characters as text. */
    String take(int count) {
        String text = new String(pattern, next, count);
        next += count;
        return text;
    }
}
