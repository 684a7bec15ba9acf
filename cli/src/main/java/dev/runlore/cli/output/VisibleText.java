// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import java.util.HexFormat;

/** Text of others on one line: a control character is shown, not obeyed. */
public final class VisibleText {
    private VisibleText() {}

    /** The text with {@code \n}, {@code \t}, {@code \r} and {@code \u001b} in place of control characters. */
    public static String of(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
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
                if (Character.isISOControl(c)) {
                    appendUnicode(shown, c);
                } else {
                    shown.append(c);
                }
            }
        }
    }

    static void appendUnicode(StringBuilder shown, char c) {
        shown.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
}
