// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into tokens, one at a time. */
final class Lexer {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d++(?:\\.\\d++)?|\\.\\d++)(?:[eE][+-]?\\d++)?");
    private static final List<String> SYMBOLS = List.of("<=", ">=", "<>", "!=", "==", "<", ">", "=", "(", ")", ",");

    private final SourceText source;
    private final String text;
    private int position;

    Lexer(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    Token next() {
        while (position < text.length() && Characters.isSpace(text.charAt(position))) {
            position++;
        }
        if (position == text.length()) {
            return new Token.End(position);
        }
        char first = text.charAt(position);
        if (first == '"' || first == '\'') {
            int start = position;
            return new Token.Quoted(quoted(first), start, position);
        }
        if (Characters.isWordStart(text.codePointAt(position))) {
            return word();
        }
        return Characters.isDigit(first) || "+-.".indexOf(first) >= 0 ? number() : symbol();
    }

    private Token word() {
        int start = position;
        List<Token.Segment> segments = new ArrayList<>();
        segments.add(segment());
        while (position < text.length() && text.charAt(position) == '.') {
            position++;
            segments.add(segment());
        }
        return new Token.Word(List.copyOf(segments), start, position);
    }

    private Token.Segment segment() {
        int start = position;
        if (position < text.length() && (text.charAt(position) == '"' || text.charAt(position) == '`')) {
            return new Token.Segment(quoted(text.charAt(position)), true);
        }
        while (position < text.length() && Characters.isBare(text.codePointAt(position))) {
            position += Character.charCount(text.codePointAt(position));
        }
        if (position == start) {
            throw source.error(
                    start,
                    "expected a name after the dot but found " + source.quote(start, start + 1)
                            + "; put a name with other characters than letters, digits and _ - / : @ in \"…\" or `…`");
        }
        return new Token.Segment(text.substring(start, position), false);
    }

    /** Reads up to the closing quote; the quote itself stands twice inside. */
    private String quoted(char quote) {
        int start = position;
        StringBuilder content = new StringBuilder();
        for (int from = start + 1; ; from = position + 1) {
            int close = text.indexOf(quote, from);
            if (close < 0) {
                throw source.error(
                        start,
                        "this " + quote + " is not closed; write " + quote + quote + " for a " + quote + " inside");
            }
            content.append(text, from, close);
            position = close + 1;
            if (position == text.length() || text.charAt(position) != quote) {
                return content.toString();
            }
            content.append(quote);
        }
    }

    private Token number() {
        Matcher matcher = NUMBER.matcher(text).region(position, text.length());
        int start = position;
        int end = matcher.lookingAt() ? matcher.end() : start;
        if (end == start || end < text.length() && runsOn(text.codePointAt(end))) {
            throw source.error(start, "expected a number such as 3, -0.5 or 1e-3; put text in quotes");
        }
        position = end;
        return new Token.Number(text.substring(start, end), start, end);
    }

    private static boolean runsOn(int codePoint) {
        return codePoint == '.' || Characters.isBare(codePoint);
    }

    private Token symbol() {
        int start = position;
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                position = start + symbol.length();
                return new Token.Symbol(symbol, start, position);
            }
        }
        int end = start + Character.charCount(text.codePointAt(start));
        throw source.error(start, source.quote(start, end) + " has no meaning here; put text in quotes");
    }
}
