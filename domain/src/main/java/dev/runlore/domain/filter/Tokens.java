// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

/** The tokens of a text with the one that comes next in view. */
final class Tokens {
    private final SourceText source;
    private final Lexer lexer;
    private Token current;

    Tokens(String subject, String text) {
        source = new SourceText(subject, text).checked();
        lexer = new Lexer(source);
        current = lexer.next();
    }

    Token current() {
        return current;
    }

    Token take() {
        Token taken = current;
        current = lexer.next();
        return taken;
    }

    boolean atEnd() {
        return current instanceof Token.End;
    }

    boolean isWord(String keyword) {
        return current instanceof Token.Word word && word.is(keyword);
    }

    boolean skipWord(String keyword) {
        boolean found = isWord(keyword);
        if (found) {
            take();
        }
        return found;
    }

    boolean skipSymbol(String symbol) {
        boolean found = current.isSymbol(symbol);
        if (found) {
            take();
        }
        return found;
    }

    void expectSymbol(String symbol, String expected) {
        if (!skipSymbol(symbol)) {
            throw unexpected(expected);
        }
    }

    void expectEnd(String expected) {
        if (!atEnd()) {
            throw unexpected(expected);
        }
    }

    FilterException unexpected(String expected) {
        return error(current, "expected " + expected + " but found " + source.quote(current.start(), current.end()));
    }

    FilterException error(Token at, String problem) {
        return source.error(at.start(), problem);
    }
}
