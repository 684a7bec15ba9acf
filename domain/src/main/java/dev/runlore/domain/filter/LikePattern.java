// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunloreException;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The pattern of a {@code like}: {@code %} stands for any text, {@code _} for any one character, and {@code \} before
 * {@code %}, {@code _} or {@code \} for that character itself. The whole value must match.
 *
 * <p>A SQL store can hand {@link #text} to {@code LIKE ? ESCAPE '\'}, as long as its LIKE minds case; of one that ignores case, it
 * hands over {@link #fold} of the pattern and of the value.
 *
 * @param ignoresCase whether a character stands for its upper and lower case too
 */
public record LikePattern(String text, boolean ignoresCase) {
    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;

    public LikePattern {
        int length = text.codePointCount(0, text.length());
        if (length > FilterLimits.PATTERN) {
            throw RunloreException.invalid("a like pattern must be at most " + FilterLimits.PATTERN
                    + " characters but has " + length + "; shorten it");
        }
        checkEscapes(text);
    }

    /** A pattern for which case counts. */
    public LikePattern(String text) {
        this(text, false);
    }

    /** The text with all characters that differ only by case the same, one by one. */
    public static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().map(LikePattern::fold).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    private static int fold(int character) {
        return Character.toLowerCase(Character.toUpperCase(character));
    }

    private static void checkEscapes(String text) {
        for (int i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', i + 2)) {
            if (i + 1 == text.length() || "%_\\".indexOf(text.charAt(i + 1)) < 0) {
                throw RunloreException.invalid("in a like pattern \\ must stand before %, _ or \\ but character "
                        + (i + 1) + " does not; write \\\\ for a backslash");
            }
        }
    }

    /** Whether the whole value matches, in time at most proportional to both lengths multiplied. */
    public boolean matches(String value) {
        return matcher().test(value);
    }

    /** As {@link #matches}, for many values. */
    public Predicate<String> matcher() {
        int[] pattern = parts();
        return ignoresCase ? value -> matches(pattern, fold(value)) : value -> matches(pattern, value);
    }

    private static boolean matches(int[] pattern, String value) {
        int p = 0;
        int c = 0;
        int lastAnyText = -1;
        int retryFrom = 0;
        while (c < value.length()) {
            int character = value.codePointAt(c);
            if (p < pattern.length && pattern[p] == ANY_TEXT) {
                lastAnyText = p++;
                retryFrom = c;
            } else if (p < pattern.length && (pattern[p] == ANY_CHARACTER || pattern[p] == character)) {
                p++;
                c += Character.charCount(character);
            } else if (lastAnyText >= 0) {
                // Only the nearest % can help: what the earlier ones took is as short as it can be.
                p = lastAnyText + 1;
                retryFrom = value.offsetByCodePoints(retryFrom, 1);
                c = retryFrom;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == ANY_TEXT) {
            p++;
        }
        return p == pattern.length;
    }

    private int[] parts() {
        int[] characters = (ignoresCase ? fold(text) : text).codePoints().toArray();
        int[] parts = new int[characters.length];
        int length = 0;
        for (int i = 0; i < characters.length; i++) {
            parts[length++] = switch (characters[i]) {
                case '%' -> ANY_TEXT;
                case '_' -> ANY_CHARACTER;
                case '\\' -> characters[++i];
                default -> characters[i];
            };
        }
        return Arrays.copyOf(parts, length);
    }
}
