// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** Client text as an error message may show it: short, one line, without control characters. */
public final class Shown {
    private static final int MOST = 80;

    private Shown() {}

    public static String text(String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints()
                .limit(MOST)
                .forEach(c -> shown.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c));
        return value.codePointCount(0, value.length()) > MOST ? shown + "…" : shown.toString();
    }
}
