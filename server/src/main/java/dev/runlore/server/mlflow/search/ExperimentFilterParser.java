// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.Experiment;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.filter.FilterLimits;
import dev.runlore.domain.filter.Operator;
import dev.runlore.server.mlflow.experiment.ExperimentTags;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads the filters of searches for experiments: those for runs, of names, times and tags only, as a condition in memory. */
final class ExperimentFilterParser {
    private final Terms terms;
    private final Conditions conditions;

    private ExperimentFilterParser(Terms terms) {
        this.terms = terms;
        this.conditions = new Conditions(terms);
    }

    /** @throws RunloreException INVALID_ARGUMENT when the text is no filter */
    static Predicate<Experiment> parse(String text) {
        return new ExperimentFilterParser(new Terms("filter string", text)).filter();
    }

    private Predicate<Experiment> filter() {
        Predicate<Experiment> all = experiment -> true;
        for (int count = 1; !terms.atEnd(); count++) {
            if (count > FilterLimits.TERMS) {
                throw terms.fault("it must have at most " + FilterLimits.TERMS + " conditions; leave some out.");
            }
            all = all.and(comparison());
            if (!terms.atEnd() && !terms.skipWord("AND")) {
                throw terms.unexpected("AND or the end");
            }
        }
        return all;
    }

    private Predicate<Experiment> comparison() {
        Term.Name name = conditions.name();
        return switch (name.entity()) {
            case "tag", "tags" -> tag(name.key());
            case "", "attribute" -> attribute(name.key());
            default ->
                throw RunloreException.invalid(
                        "Invalid entity type '" + Shown.text(name.entity()) + "'. Valid values are attribute and tag.");
        };
    }

    private Predicate<Experiment> tag(String key) {
        Function<Experiment, Optional<String>> value = experiment ->
                Optional.ofNullable(ExperimentTags.shown(experiment).get(key));
        if (terms.skipWord("IS")) {
            boolean negated = terms.skipWord("NOT");
            if (!terms.skipWord("NULL")) {
                throw terms.unexpected("NULL");
            }
            return experiment -> value.apply(experiment).isPresent() == negated;
        }
        TextTest test = conditions.text(false);
        return experiment -> value.apply(experiment).filter(test::test).isPresent();
    }

    private Predicate<Experiment> attribute(String key) {
        return switch (key) {
            case "name" -> {
                TextTest test = conditions.text(false);
                yield experiment -> test.test(experiment.name());
            }
            case "creation_time" -> time(Experiment::created);
            case "last_update_time" -> time(Experiment::updated);
            default ->
                throw RunloreException.invalid("Invalid attribute key '" + Shown.text(key)
                        + "' specified. Valid keys are name, creation_time and last_update_time.");
        };
    }

    private Predicate<Experiment> time(Function<Experiment, Instant> time) {
        Operator operator = conditions.ordering();
        BigDecimal millis = conditions.number("a number of milliseconds");
        return experiment -> {
            int order =
                    BigDecimal.valueOf(time.apply(experiment).toEpochMilli()).compareTo(millis);
            return switch (operator) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        };
    }
}
