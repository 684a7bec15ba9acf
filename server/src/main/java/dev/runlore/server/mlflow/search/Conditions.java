// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.Operator;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;

/** Reads the parts of conditions: names, operators and values. */
final class Conditions {
    private static final int LISTED_VALUES = 10_000;

    private final Terms terms;

    Conditions(Terms terms) {
        this.terms = terms;
    }

    Term.Name name() {
        Term term = terms.current();
        if (term instanceof Term.Quoted quoted) {
            terms.take();
            return new Term.Name("", quoted.text(), true, quoted.start());
        }
        if (term instanceof Term.Name name && !name.is("NOT") && !name.is("AND") && !name.is("OR")) {
            terms.take();
            return name;
        }
        throw terms.unexpected("a name such as metrics.loss, params.lr, tags.kind or attributes.status");
    }

    Operator ordering() {
        if (terms.current() instanceof Term.Symbol(String symbol, int start)) {
            for (Operator operator : Operator.values()) {
                if (operator.symbol().equals(symbol)) {
                    terms.take();
                    return operator;
                }
            }
        }
        throw terms.unexpected("=, !=, <, <=, > or >= before a number");
    }

    BigDecimal number(String expected) {
        if (terms.current() instanceof Term.Number(String digits, int start)) {
            terms.take();
            return new BigDecimal(digits);
        }
        throw terms.unexpected(expected + " without quotes");
    }

    TextTest text(boolean mayBeListed) {
        if (terms.skipSymbol("=")) {
            return new TextTest.Equals(quoted(), false);
        }
        if (terms.skipSymbol("!=")) {
            return new TextTest.Equals(quoted(), true);
        }
        if (terms.skipWord("LIKE")) {
            return like(false);
        }
        if (terms.skipWord("ILIKE")) {
            return like(true);
        }
        if (mayBeListed && terms.skipWord("IN")) {
            return new TextTest.In(list(), false);
        }
        if (mayBeListed && terms.skipWord("NOT")) {
            if (terms.skipWord("IN")) {
                return new TextTest.In(list(), true);
            }
            throw terms.unexpected("IN after NOT");
        }
        throw terms.unexpected(mayBeListed ? "=, !=, LIKE, ILIKE, IN or NOT IN" : "=, !=, LIKE or ILIKE");
    }

    private TextTest.Like like(boolean ignoresCase) {
        TextTest.Like like = new TextTest.Like(quoted(), ignoresCase);
        try {
            like.compiled();
        } catch (RunloreException wrong) {
            throw terms.fault(String.valueOf(wrong.getMessage()));
        }
        return like;
    }

    private String quoted() {
        if (terms.current() instanceof Term.Quoted(String text, int start)) {
            terms.take();
            return text;
        }
        throw terms.unexpected("a text in quotes");
    }

    private Set<String> list() {
        if (!terms.skipSymbol("(")) {
            throw terms.unexpected("a list of texts in parentheses");
        }
        Set<String> texts = new LinkedHashSet<>();
        do {
            texts.add(quoted());
        } while (terms.skipSymbol(",") && texts.size() < LISTED_VALUES);
        if (!terms.skipSymbol(")")) {
            throw terms.unexpected("a comma or ), after at most " + LISTED_VALUES + " texts");
        }
        return texts;
    }
}
