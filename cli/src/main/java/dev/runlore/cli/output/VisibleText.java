// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import java.util.HexFormat;

/** Text of others on one line: a character that a terminal obeys is shown. */
public final class VisibleText {
    private VisibleText() {}

    /** The text with {@code \n}, {@code \t}, {@code \r} and {@code \u001b} in place of what a terminal obeys. */
    public static String of(String text) {
        if (text.chars().noneMatch(VisibleText::isObeyed)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            append(shown, text.charAt(i));
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, char c) {
        switch (c) {
            case '\n' -> shown.append("\\n");
            case '\t' -> shown.append("\\t");
            case '\r' -> shown.append("\\r");
            default -> {
                if (isObeyed(c)) {
                    appendUnicode(shown, c);
                } else {
                    shown.append(c);
                }
            }
        }
    }

    /** Control characters, and those that turn the direction of the text after them, so that it reads as something else. */
    static boolean isObeyed(int c) {
        return Character.isISOControl(c)
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    static void appendUnicode(StringBuilder shown, char c) {
        shown.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
}
