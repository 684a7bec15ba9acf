// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terms of a text with the one that comes next in view. */
public final class Terms {
    /** Characters of a filter: room for a thousand run ids and more. */
    private static final int MOST = 500_000;

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d{1,5})?");
    private static final String SYMBOLS = "()=!<>,;";

    private final String what;
    private final String text;
    private int at;
    private Term current;

    /** @param what such as {@code filter string} */
    public Terms(String what, String text) {
        this.what = what;
        this.text = text;
        if (text.length() > MOST) {
            throw RunloreException.invalid("Invalid " + what + ": it must have at most " + MOST + " characters but has "
                    + text.length() + "; shorten it.");
        }
        current = read();
    }

    public Term current() {
        return current;
    }

    public Term take() {
        Term taken = current;
        current = read();
        return taken;
    }

    public boolean atEnd() {
        return current instanceof Term.End;
    }

    public boolean skipWord(String keyword) {
        boolean found = current instanceof Term.Name name && name.is(keyword);
        if (found) {
            take();
        }
        return found;
    }

    public boolean skipSymbol(String symbol) {
        boolean found = current instanceof Term.Symbol one && one.is(symbol);
        if (found) {
            take();
        }
        return found;
    }

    public RunloreException unexpected(String expected) {
        int from = current.start();
        String found = from == text.length() ? "the end" : "'" + Shown.text(text.substring(from)) + "'";
        return fault("expected " + expected + " but found " + found + ".");
    }

    public RunloreException fault(String why) {
        return RunloreException.invalid("Invalid " + what + " '" + Shown.text(text) + "': " + why);
    }

    private Term read() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new Term.End(start);
        }
        char c = text.charAt(at);
        if (c == '\'') {
            return new Term.Quoted(quoted(), start);
        }
        if (c == '"' || c == '`') {
            String head = quoted();
            boolean goesOn = at < text.length() && text.charAt(at) == '.';
            return c == '"' && !goesOn ? new Term.Quoted(head, start) : name(head, true, start);
        }
        if (SYMBOLS.indexOf(c) >= 0) {
            return symbol(c, start);
        }
        Matcher number = NUMBER.matcher(text).region(start, text.length());
        if (number.lookingAt() && isBoundary(number.end())) {
            at = number.end();
            return new Term.Number(number.group(), start);
        }
        return name(bare(true), false, start);
    }

    private Term symbol(char first, int start) {
        boolean isDouble = "!<>".indexOf(first) >= 0 && at + 1 < text.length() && text.charAt(at + 1) == '=';
        at += isDouble ? 2 : 1;
        return new Term.Symbol(text.substring(start, at), start);
    }

    /** A head alone is a key without an entity; the key after a dot is quoted, or all up to what cannot be part of it. */
    private Term name(String head, boolean quoted, int start) {
        if (at == text.length() || text.charAt(at) != '.') {
            return new Term.Name("", head, quoted, start);
        }
        at++;
        boolean isQuoted = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '`');
        return new Term.Name(head, isQuoted ? quoted() : bare(false), isQuoted, start);
    }

    private String bare(boolean isHead) {
        int start = at;
        while (at < text.length() && !isBoundary(at) && !(isHead && text.charAt(at) == '.')) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean isBoundary(int place) {
        return place == text.length()
                || Character.isWhitespace(text.charAt(place))
                || (SYMBOLS + "'\"`").indexOf(text.charAt(place)) >= 0;
    }

    /** Up to the same quote again: nothing inside has another meaning. */
    private String quoted() {
        int end = text.indexOf(text.charAt(at), at + 1);
        if (end < 0) {
            throw fault("the quote at character " + (at + 1) + " has no end.");
        }
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return inside;
    }
}
