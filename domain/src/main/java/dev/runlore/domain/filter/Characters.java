// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

/** Which characters stand where in the language. */
final class Characters {
    private Characters() {}

    /** Whether a name may have this character without quotes. */
    static boolean isBare(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || isMark(codePoint) || "_-/:@".indexOf(codePoint) >= 0;
    }

    /** Whether a word, such as a keyword or a field, may begin with this character. */
    static boolean isWordStart(int codePoint) {
        return Character.isLetter(codePoint) || codePoint == '_';
    }

    static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    static boolean isSpace(int character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    /** Accents that follow their letter, so that a decomposed é is as good as a composed one. */
    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Where the first character is that no store can hold, half a surrogate pair or NUL, or -1. */
    static int indexOfUnstorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c) || c == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The text fit for one line of a terminal: what would move the cursor or turn the direction becomes U+FFFD. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().map(c -> isVisible(c) ? c : 0xFFFD).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
