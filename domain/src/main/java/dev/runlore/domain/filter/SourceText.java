// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

/** The text that is read, what it is called in messages, and the way to point at a place in it. */
record SourceText(String subject, String text) {
    private static final int SHOWN_BEFORE = 60;
    private static final int SHOWN_AFTER = 40;

    SourceText {
        if (text.length() > FilterLimits.TEXT) {
            throw new FilterException(
                    "%s must be at most %d characters but has %d; shorten it"
                            .formatted(subject, FilterLimits.TEXT, text.length()),
                    FilterLimits.TEXT);
        }
    }

    /** The same text, known to hold only characters that a store can hold. */
    SourceText checked() {
        int bad = Characters.indexOfUnstorable(text);
        if (bad >= 0) {
            throw error(bad, "U+%04X is no character of a text; remove it".formatted((int) text.charAt(bad)));
        }
        return this;
    }

    FilterException error(int position, String problem) {
        String message = "%s, character %d: %s\n%s".formatted(subject, position + 1, problem, marked(position));
        return new FilterException(message, position);
    }

    /** What stands between two positions, short enough for a sentence. */
    String quote(int start, int end) {
        if (start == text.length()) {
            return "the end";
        }
        return end - start <= SHOWN_AFTER
                ? Characters.visible(text.substring(start, end))
                : Characters.visible(text.substring(start, start + SHOWN_AFTER)) + "…";
    }

    private String marked(int position) {
        int from = Math.max(0, position - SHOWN_BEFORE);
        int to = Math.min(text.length(), position + SHOWN_AFTER);
        String before = (from > 0 ? "…" : "") + Characters.visible(text.substring(from, position));
        String after = Characters.visible(text.substring(position, to)) + (to < text.length() ? "…" : "");
        return before + after + "\n" + " ".repeat(before.codePointCount(0, before.length())) + "^";
    }
}
