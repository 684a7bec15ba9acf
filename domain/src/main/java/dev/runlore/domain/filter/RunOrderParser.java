// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunloreException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code field [asc|desc], …}; {@code asc} when it says neither, keywords in any case. */
public final class RunOrderParser {
    private RunOrderParser() {}

    /**
     * Reads an order; a blank text has no terms.
     *
     * @throws FilterException when the text is no order
     */
    public static RunOrder parse(String text) {
        Tokens tokens = new Tokens("orderBy", text);
        List<RunOrder.Term> terms = new ArrayList<>();
        if (tokens.atEnd()) {
            return new RunOrder(terms);
        }
        RunOrder order;
        do {
            Token start = tokens.current();
            terms.add(term(tokens));
            order = checked(tokens, start, terms);
        } while (tokens.skipSymbol(","));
        tokens.expectEnd("asc, desc, a comma or the end");
        return order;
    }

    private static RunOrder.Term term(Tokens tokens) {
        RunField field = RunFieldParser.read(tokens);
        if (tokens.skipWord("desc")) {
            return new RunOrder.Term(field, RunOrder.Direction.DESC);
        }
        tokens.skipWord("asc");
        return new RunOrder.Term(field, RunOrder.Direction.ASC);
    }

    private static RunOrder checked(Tokens tokens, Token last, List<RunOrder.Term> terms) {
        try {
            return new RunOrder(terms);
        } catch (RunloreException brokenRule) {
            throw tokens.error(last, String.valueOf(brokenRule.getMessage()));
        }
    }
}
