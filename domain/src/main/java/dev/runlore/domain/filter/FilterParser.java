// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunloreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the native filter language:
 *
 * <pre>
 * filter     := "" | any
 * any        := all ("or" all)*
 * all        := one ("and" one)*
 * one        := "not" one | "(" any ")" | condition
 * condition  := field operator literal
 *             | field ["not"] "in" "(" literal ("," literal)* ")"
 *             | field ["not"] ("like" | "ilike") text
 *             | field "is" ["not"] "null"
 * operator   := "=" | "!=" | "&lt;>" | "&lt;" | "&lt;=" | ">" | ">="
 * literal    := number | text | "true" | "false"
 * </pre>
 *
 * <p>Keywords stand in any case. A field is what {@link RunFieldParser} reads. A text stands in {@code "…"} or {@code '…'}, the
 * quote itself written twice inside; times and statuses are texts. All types are checked here, so a filter that is read can be
 * answered.
 */
public final class FilterParser {
    private static final String JOINED = "and, or or the end";

    private final Tokens tokens;
    private int depth;
    private int terms;
    private int listedValues;

    private FilterParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads a filter; a blank text is {@link Filter.All}.
     *
     * @throws FilterException when the text is no filter, or asks for more than {@link FilterLimits} allows
     */
    public static Filter parse(String text) {
        Tokens tokens = new Tokens("filter", text);
        if (tokens.atEnd()) {
            return new Filter.All();
        }
        Filter filter = new FilterParser(tokens).any();
        tokens.expectEnd(JOINED);
        return filter;
    }

    private Filter any() {
        List<Filter> parts = joined("or", this::all);
        return parts.size() == 1 ? parts.getFirst() : new Filter.Or(parts);
    }

    private Filter all() {
        List<Filter> parts = joined("and", this::one);
        return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
    }

    private List<Filter> joined(String word, Supplier<Filter> part) {
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(part.get());
        } while (tokens.skipWord(word));
        return parts;
    }

    private Filter one() {
        Token start = tokens.current();
        if (tokens.skipWord("not")) {
            deeper(start);
            Filter part = one();
            depth--;
            return new Filter.Not(part);
        }
        if (tokens.skipSymbol("(")) {
            deeper(start);
            Filter inside = any();
            tokens.expectSymbol(")", "and, or or )");
            depth--;
            return inside;
        }
        return condition();
    }

    private void deeper(Token at) {
        if (++depth > FilterLimits.DEPTH) {
            throw tokens.error(
                    at, "at most " + FilterLimits.DEPTH + " levels of ( and not fit in a filter; simplify it");
        }
    }

    private Filter condition() {
        if (++terms > FilterLimits.TERMS) {
            throw tokens.error(
                    tokens.current(),
                    "at most " + FilterLimits.TERMS + " conditions fit in a filter; use in (…) or several filters");
        }
        RunField field = RunFieldParser.read(tokens);
        if (tokens.skipWord("is")) {
            return isNull(field);
        }
        boolean negated = tokens.skipWord("not");
        if (tokens.skipWord("in")) {
            return negated(negated, in(field));
        }
        if (tokens.isWord("like") || tokens.isWord("ilike")) {
            return negated(negated, like(field, tokens.isWord("ilike")));
        }
        if (negated) {
            throw tokens.unexpected("in, like or ilike after not");
        }
        return comparison(field);
    }

    private static Filter negated(boolean negated, Filter filter) {
        return negated ? new Filter.Not(filter) : filter;
    }

    private Filter isNull(RunField field) {
        boolean negated = tokens.skipWord("not");
        if (!tokens.skipWord("null")) {
            throw tokens.unexpected(negated ? "null after is not" : "null or not null after is");
        }
        return negated(negated, new Filter.IsNull(field));
    }

    private Filter in(RunField field) {
        tokens.expectSymbol("(", "( and a list of values after in");
        List<Literal> literals = new ArrayList<>();
        do {
            if (++listedValues > FilterLimits.LISTED_VALUES) {
                throw tokens.error(
                        tokens.current(),
                        "at most " + FilterLimits.LISTED_VALUES
                                + " values fit in the lists of a filter; use several filters");
            }
            literals.add(new LiteralParser(tokens, field).read(Operator.EQUAL));
        } while (tokens.skipSymbol(","));
        tokens.expectSymbol(")", "a comma or ) after a value of the list");
        return new Filter.In(field, literals);
    }

    private Filter like(RunField field, boolean ignoresCase) {
        if (!field.type().isText()) {
            throw tokens.error(
                    tokens.current(),
                    "like needs text but " + field.text() + " is "
                            + field.type().description());
        }
        tokens.take();
        if (!(tokens.current() instanceof Token.Quoted text)) {
            throw tokens.unexpected("a pattern in quotes after like");
        }
        Filter like = new Filter.Like(field, pattern(text, ignoresCase));
        tokens.take();
        return like;
    }

    private LikePattern pattern(Token.Quoted token, boolean ignoresCase) {
        try {
            return new LikePattern(token.text(), ignoresCase);
        } catch (RunloreException brokenRule) {
            throw tokens.error(token, String.valueOf(brokenRule.getMessage()));
        }
    }

    private Filter comparison(RunField field) {
        Operator operator = operator(field);
        if (operator.isOrdering() && !field.type().isOrdered()) {
            throw tokens.unexpected("=, !=, in or is after " + field.text() + ", which is "
                    + field.type().description() + " and has no order,");
        }
        tokens.take();
        return new Filter.Comparison(field, operator, new LiteralParser(tokens, field).read(operator));
    }

    private Operator operator(RunField field) {
        if (tokens.current().isSymbol("==")) {
            throw tokens.unexpected("= for equality, one sign,");
        }
        String symbol = tokens.current() instanceof Token.Symbol found ? found.text() : "";
        return Operator.find(symbol)
                .orElseThrow(() ->
                        tokens.unexpected("=, !=, <, <=, >, >=, in, like, ilike, is or not after " + field.text()));
    }
}
