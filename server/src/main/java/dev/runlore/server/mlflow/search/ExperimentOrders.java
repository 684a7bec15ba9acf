// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.Experiment;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the orders of searches for experiments; equal ones come the greatest id first. */
final class ExperimentOrders {
    private static final Comparator<Experiment> BY_ID =
            Comparator.comparing(experiment -> experiment.id().value());
    private static final Comparator<Experiment> NEWEST =
            Comparator.comparing(Experiment::created).reversed().thenComparing(BY_ID);

    private ExperimentOrders() {}

    /** @throws RunloreException INVALID_ARGUMENT when an element cannot be read or comes twice */
    static Comparator<Experiment> parse(List<String> elements) {
        if (elements.isEmpty()) {
            return NEWEST;
        }
        Set<String> seen = new HashSet<>();
        Comparator<Experiment> order = term(elements.getFirst(), seen);
        for (String element : elements.subList(1, elements.size())) {
            order = order.thenComparing(term(element, seen));
        }
        return order.thenComparing(BY_ID.reversed());
    }

    private static Comparator<Experiment> term(String element, Set<String> seen) {
        Terms terms = new Terms("order_by clause", element);
        if (!(terms.take() instanceof Term.Name name)
                || !Set.of("", "attribute").contains(name.entity())) {
            throw terms.fault("it must begin with name, experiment_id, creation_time or last_update_time.");
        }
        Comparator<Experiment> term = switch (name.key()) {
            case "name" -> Comparator.comparing(Experiment::name);
            case "experiment_id" -> BY_ID;
            case "creation_time" -> Comparator.comparing(Experiment::created);
            case "last_update_time" -> Comparator.comparing(Experiment::updated);
            default ->
                throw RunloreException.invalid("Invalid order_by entity '" + Shown.text(name.key())
                        + "'. Valid keys are name, experiment_id, creation_time and last_update_time.");
        };
        if (!seen.add(name.key())) {
            throw terms.fault("it comes twice; leave one out.");
        }
        boolean descending = terms.skipWord("DESC");
        if (!descending) {
            terms.skipWord("ASC");
        }
        if (!terms.atEnd()) {
            throw terms.unexpected("ASC, DESC or the end");
        }
        return descending ? term.reversed() : term;
    }
}
