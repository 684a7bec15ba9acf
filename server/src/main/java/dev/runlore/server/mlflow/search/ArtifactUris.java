// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.Experiment;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.server.mlflow.experiment.KnownExperiments;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditions on where the artifacts of runs lie. No run keeps that: it is made of its experiment and its id, so a condition on the
 * whole becomes one on these.
 *
 * @param experiments those in which runs are looked for
 */
public record ArtifactUris(List<Experiment> experiments) {
    private static final String AFTER_ID = "/artifacts";

    Filter filter(TextTest test) {
        List<Filter> ways = new ArrayList<>();
        for (Experiment experiment : experiments) {
            String before = KnownExperiments.artifactLocation(experiment.id()) + "/";
            Filter within =
                    new Filter.Comparison(Attribute.EXPERIMENT, Operator.EQUAL, new Literal.Text(experiment.name()));
            ids(test, before).forEach(id -> ways.add(new Filter.And(List.of(within, id))));
        }
        return Filters.any(ways);
    }

    /** What the ids of an experiment's runs have to be; any of these is enough. */
    private static List<Filter> ids(TextTest test, String before) {
        return switch (test) {
            case TextTest.Equals(String text, boolean negated) -> {
                boolean isPossible = text.length() > before.length() + AFTER_ID.length()
                        && text.startsWith(before)
                        && text.endsWith(AFTER_ID);
                if (!isPossible) {
                    yield negated ? List.of(new Filter.Not(Filters.none())) : List.of();
                }
                String id = text.substring(before.length(), text.length() - AFTER_ID.length());
                yield List.of(new TextTest.Equals(id, negated).of(Attribute.ID));
            }
            case TextTest.Like(String pattern, boolean ignoresCase) ->
                new PatternCut(pattern, ignoresCase)
                        .between(before, AFTER_ID).stream()
                                .filter(rest -> rest.indexOf('/') < 0) // as in no id
                                .map(rest -> new TextTest.Like(rest, ignoresCase).of(Attribute.ID))
                                .toList();
            case TextTest.In in -> throw new IllegalArgumentException("IN is for run_id only.");
        };
    }
}
