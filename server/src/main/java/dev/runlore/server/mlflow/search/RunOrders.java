// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.FilterLimits;
import dev.runlore.domain.filter.RunField;
import dev.runlore.domain.filter.RunOrder;
import dev.runlore.domain.filter.RunOrder.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the orders of searches for runs: one {@code name [ASC|DESC]} an element. Equal runs come newest first, then by id, as far as
 * an order has room for that.
 */
public final class RunOrders {
    private static final String WHAT = "order_by clause";

    private RunOrders() {}

    /** @throws RunloreException INVALID_ARGUMENT when an element cannot be read or comes twice */
    public static RunOrder parse(List<String> elements) {
        List<RunOrder.Term> order = new ArrayList<>();
        for (String element : elements) {
            order.addAll(parse(new Terms(WHAT, element)));
        }
        addLast(order, new RunOrder.Term(Attribute.STARTED, Direction.DESC));
        addLast(order, new RunOrder.Term(Attribute.ID, Direction.ASC));
        return new RunOrder(order);
    }

    private static void addLast(List<RunOrder.Term> order, RunOrder.Term last) {
        boolean isThere = order.stream().anyMatch(term -> term.field() == last.field());
        if (!isThere && order.size() < FilterLimits.ORDER) {
            order.add(last);
        }
    }

    private static List<RunOrder.Term> parse(Terms terms) {
        Term.Name name = switch (terms.take()) {
            case Term.Name one -> one;
            case Term.Quoted(String text, int start) -> new Term.Name("", text, true, start);
            default -> throw terms.fault("it must begin with a name such as metrics.loss.");
        };
        Direction direction = Direction.ASC;
        if (terms.skipWord("DESC")) {
            direction = Direction.DESC;
        } else {
            terms.skipWord("ASC");
        }
        if (!terms.atEnd()) {
            throw terms.unexpected("ASC, DESC or the end");
        }
        return terms(terms, SearchField.of(name), direction);
    }

    private static List<RunOrder.Term> terms(Terms terms, SearchField field, Direction direction) {
        return switch (field) {
            case SearchField.Metric(RunField.Metric metric) -> List.of(new RunOrder.Term(metric, direction));
            case SearchField.Param(RunField.Parameter param) -> List.of(new RunOrder.Term(param, direction, true));
            case SearchField.Tag tag ->
                List.of(
                        tag.isVirtual()
                                ? new RunOrder.Term(tag.own().orElseThrow(), direction)
                                : new RunOrder.Term(tag.field(), direction, true));
            case SearchField.Text(Attribute attribute) -> List.of(new RunOrder.Term(attribute, direction));
            case SearchField.Moment(Attribute attribute) -> List.of(new RunOrder.Term(attribute, direction));
            case SearchField.Status status -> List.of(new RunOrder.Term(Attribute.STATUS, direction));
            case SearchField.Id id -> List.of(new RunOrder.Term(Attribute.ID, direction));
            case SearchField.ArtifactUri uri ->
                List.of(new RunOrder.Term(Attribute.EXPERIMENT, direction), new RunOrder.Term(Attribute.ID, direction));
            case SearchField.Dataset dataset -> throw terms.fault("runs are not ordered by datasets.");
        };
    }
}
