// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.FilterLimits;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the filters of searches for runs:
 *
 * <pre>
 * filter     := "" | comparison ("AND" comparison)* ["AND"]
 * comparison := name operator value | name "IS" ["NOT"] "NULL"
 * name       := [entity "."] key
 * operator   := "=" | "!=" | "&lt;" | "&lt;=" | ">" | ">=" | "LIKE" | "ILIKE" | ["NOT"] "IN"
 * value      := number | text | "(" text ("," text)* ")"
 * </pre>
 *
 * <p>Stricter than the history's own language, and read into the same tree.
 */
public final class RunFilterParser {
    private static final int LISTED_VALUES = 10_000;

    private final Terms terms;
    private final ArtifactUris artifacts;

    private RunFilterParser(Terms terms, ArtifactUris artifacts) {
        this.terms = terms;
        this.artifacts = artifacts;
    }

    /**
     * Reads a filter.
     *
     * @throws RunloreException INVALID_ARGUMENT when the text is no filter
     */
    public static Filter parse(String text, ArtifactUris artifacts) {
        return new RunFilterParser(new Terms("filter string", text), artifacts).filter();
    }

    private Filter filter() {
        List<Filter> parts = new ArrayList<>();
        while (!terms.atEnd()) {
            parts.add(comparison());
            if (parts.size() > FilterLimits.TERMS) {
                throw terms.fault("it must have at most " + FilterLimits.TERMS + " conditions; leave some out.");
            }
            if (!terms.atEnd() && !terms.skipWord("AND")) {
                throw terms.unexpected("AND or the end");
            }
        }
        return Filters.all(parts);
    }

    private Filter comparison() {
        Term.Name name = name();
        try {
            SearchField field = SearchField.of(name);
            return terms.skipWord("IS") ? presence(field) : comparison(field);
        } catch (IllegalArgumentException e) {
            throw terms.fault(String.valueOf(e.getMessage()));
        }
    }

    private Term.Name name() {
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

    private Filter presence(SearchField field) {
        boolean negated = terms.skipWord("NOT");
        if (!terms.skipWord("NULL")) {
            throw terms.unexpected("NULL");
        }
        Filter missing = switch (field) {
            case SearchField.Param(var param) -> new Filter.IsNull(param);
            case SearchField.Tag tag -> Filters.isMissing(tag);
            case SearchField.Metric metric -> throw onlyOfTexts();
            case SearchField.Text text -> throw onlyOfTexts();
            case SearchField.Id id -> throw onlyOfTexts();
            case SearchField.Status status -> throw onlyOfTexts();
            case SearchField.ArtifactUri uri -> throw onlyOfTexts();
            case SearchField.Moment moment -> throw onlyOfTexts();
            case SearchField.Dataset dataset -> throw onlyOfTexts();
        };
        return negated ? new Filter.Not(missing) : missing;
    }

    private RunloreException onlyOfTexts() {
        return terms.fault("IS NULL and IS NOT NULL are for params and tags only.");
    }

    private Filter comparison(SearchField field) {
        return switch (field) {
            case SearchField.Metric(var metric) -> {
                Operator operator = ordering();
                yield Filters.number(metric, operator, literal(number("a number for a metric")));
            }
            case SearchField.Moment(var attribute) -> {
                Operator operator = ordering();
                yield Filters.moment(attribute, operator, number("a number of milliseconds"));
            }
            case SearchField.Param(var param) -> text(false).of(param);
            case SearchField.Tag tag -> Filters.tag(tag, text(false));
            case SearchField.Text(var attribute) -> text(false).of(attribute);
            case SearchField.Status status -> Filters.status(text(false));
            case SearchField.ArtifactUri uri -> artifacts.filter(text(false));
            case SearchField.Id id -> text(true).of(dev.runlore.domain.filter.Attribute.ID);
            case SearchField.Dataset dataset -> throw terms.fault("conditions on datasets are not answered here.");
        };
    }

    private Operator ordering() {
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

    private BigDecimal number(String expected) {
        if (terms.current() instanceof Term.Number(String digits, int start)) {
            terms.take();
            return new BigDecimal(digits);
        }
        throw terms.unexpected(expected + " without quotes");
    }

    private Literal literal(BigDecimal number) {
        try {
            return new Literal.Whole(number.longValueExact());
        } catch (ArithmeticException noInt64) {
            double value = number.doubleValue();
            if (Double.isInfinite(value)) {
                throw terms.fault("its numbers must be those of a float64.");
            }
            return new Literal.Real(value);
        }
    }

    private TextTest text(boolean mayBeListed) {
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
