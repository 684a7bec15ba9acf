// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.FilterLimits;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

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
    private final Terms terms;
    private final Conditions conditions;
    private final ArtifactUris artifacts;

    private RunFilterParser(Terms terms, ArtifactUris artifacts) {
        this.terms = terms;
        this.conditions = new Conditions(terms);
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
        Term.Name name = conditions.name();
        try {
            SearchField field = SearchField.of(name);
            return terms.skipWord("IS") ? presence(field) : comparison(field);
        } catch (IllegalArgumentException e) {
            throw terms.fault(String.valueOf(e.getMessage()));
        }
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
                Operator operator = conditions.ordering();
                yield Filters.number(metric, operator, literal(conditions.number("a number for a metric")));
            }
            case SearchField.Moment(var attribute) -> {
                Operator operator = conditions.ordering();
                yield Filters.moment(attribute, operator, conditions.number("a number of milliseconds"));
            }
            case SearchField.Param(var param) -> conditions.text(false).of(param);
            case SearchField.Tag tag -> Filters.tag(tag, conditions.text(false));
            case SearchField.Text(var attribute) -> conditions.text(false).of(attribute);
            case SearchField.Status status -> Filters.status(conditions.text(false));
            case SearchField.ArtifactUri uri -> artifacts.filter(conditions.text(false));
            case SearchField.Id id -> conditions.text(true).of(Attribute.ID);
            case SearchField.Dataset dataset -> throw terms.fault("conditions on datasets are not answered here.");
        };
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
}
