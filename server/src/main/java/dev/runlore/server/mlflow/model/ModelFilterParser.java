// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.FilterLimits;
import dev.runlore.domain.filter.LikePattern;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.server.mlflow.search.Term;
import dev.runlore.server.mlflow.search.Terms;
import dev.runlore.store.ModelCondition;
import dev.runlore.store.ModelField;
import java.util.ArrayList;
import java.util.List;

/** Reads filters of searches for models: comparisons joined by AND. */
final class ModelFilterParser {
    private static final int LISTED_VALUES = 10_000;
    private static final String STATUS_PREFIX = "LOGGED_MODEL_";

    private final Terms terms;
    private final ModelFields fields;
    private final List<ModelMetric.Dataset> datasets;

    private ModelFilterParser(Terms terms, ModelFields fields, List<ModelMetric.Dataset> datasets) {
        this.terms = terms;
        this.fields = fields;
        this.datasets = datasets;
    }

    /** @throws RunloreException INVALID_ARGUMENT when the text is no filter of these fields */
    static List<ModelCondition> parse(String text, ModelFields fields, List<ModelMetric.Dataset> datasets) {
        return new ModelFilterParser(new Terms("filter string", text), fields, datasets).conditions();
    }

    private List<ModelCondition> conditions() {
        List<ModelCondition> conditions = new ArrayList<>();
        while (!terms.atEnd()) {
            conditions.add(condition());
            if (conditions.size() > FilterLimits.TERMS) {
                throw terms.fault("it must have at most " + FilterLimits.TERMS + " conditions; leave some out.");
            }
            if (!terms.atEnd() && !terms.skipWord("AND")) {
                throw terms.unexpected("AND or the end");
            }
        }
        return conditions;
    }

    private ModelCondition condition() {
        if (!(terms.current() instanceof Term.Name name)) {
            throw terms.unexpected("a name such as name or tags.stage");
        }
        terms.take();
        try {
            ModelField field = fields.find(name.entity(), name.key(), datasets);
            return new ModelCondition(field, fields.isNumber(field) ? number() : text(field));
        } catch (IllegalArgumentException unknown) {
            throw terms.fault(String.valueOf(unknown.getMessage()));
        }
    }

    private ModelCondition.Test number() {
        Operator operator = operator("=, !=, <, <=, > or >= before a number", Operator.values());
        if (!(terms.current() instanceof Term.Number(String digits, int start))) {
            throw terms.unexpected("a number without quotes");
        }
        terms.take();
        return new ModelCondition.Test.Compare(operator, literal(digits));
    }

    private static Literal literal(String digits) {
        try {
            return new Literal.Whole(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return new Literal.Real(Double.parseDouble(digits));
        }
    }

    private ModelCondition.Test text(ModelField field) {
        if (terms.skipWord("LIKE")) {
            return like(false);
        }
        if (terms.skipWord("ILIKE")) {
            return like(true);
        }
        if (fields.isListed(field)) {
            boolean negated = terms.skipWord("NOT");
            if (terms.skipWord("IN")) {
                return new ModelCondition.Test.OneOf(list(field), negated);
            }
            if (negated) {
                throw terms.unexpected("IN");
            }
        }
        Operator operator = operator("=, !=, LIKE or ILIKE before a text", Operator.EQUAL, Operator.NOT_EQUAL);
        return new ModelCondition.Test.Compare(operator, new Literal.Text(quoted(field)));
    }

    private ModelCondition.Test like(boolean ignoresCase) {
        String pattern = quoted().replace("\\", "\\\\");
        return new ModelCondition.Test.Like(new LikePattern(pattern, ignoresCase));
    }

    private List<String> list(ModelField field) {
        if (!terms.skipSymbol("(")) {
            throw terms.unexpected("( before a list of texts");
        }
        List<String> texts = new ArrayList<>();
        do {
            texts.add(quoted(field));
            if (texts.size() > LISTED_VALUES) {
                throw terms.fault("a list must have at most " + LISTED_VALUES + " texts; ask in parts.");
            }
        } while (terms.skipSymbol(","));
        if (!terms.skipSymbol(")")) {
            throw terms.unexpected(", or )");
        }
        return texts;
    }

    /** A status is kept without what its names begin with. */
    private String quoted(ModelField field) {
        String text = quoted();
        return field == ModelField.Attribute.STATUS && text.startsWith(STATUS_PREFIX)
                ? text.substring(STATUS_PREFIX.length())
                : text;
    }

    private String quoted() {
        if (!(terms.current() instanceof Term.Quoted(String text, int start))) {
            throw terms.unexpected("a text in quotes");
        }
        terms.take();
        return text;
    }

    private Operator operator(String expected, Operator... allowed) {
        if (terms.current() instanceof Term.Symbol(String symbol, int start)) {
            for (Operator operator : allowed) {
                if (operator.symbol().equals(symbol)) {
                    terms.take();
                    return operator;
                }
            }
        }
        throw terms.unexpected(expected);
    }
}
