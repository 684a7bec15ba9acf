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
            order = next(tokens, start, terms);
        } while (tokens.skipSymbol(","));
        tokens.expectEnd("asc, desc, a comma or the end");
        return order;
    }

    private static RunOrder next(Tokens tokens, Token start, List<RunOrder.Term> terms) {
        RunField field = RunFieldParser.read(tokens);
        RunOrder.Direction direction = tokens.skipWord("desc") ? RunOrder.Direction.DESC : RunOrder.Direction.ASC;
        if (direction == RunOrder.Direction.ASC) {
            tokens.skipWord("asc");
        }
        try {
            terms.add(new RunOrder.Term(field, direction));
            return new RunOrder(terms);
        } catch (RunloreException brokenRule) {
            throw tokens.error(start, String.valueOf(brokenRule.getMessage()));
        }
    }
}
