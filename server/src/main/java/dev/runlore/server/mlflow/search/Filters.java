// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.Literal;
import dev.runlore.domain.filter.Operator;
import dev.runlore.domain.filter.RunField;
import dev.runlore.server.mlflow.run.MlflowStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What conditions of clients are in the history's own words. */
final class Filters {
    private static final BigDecimal FIRST =
            BigDecimal.valueOf(Instant.parse("0000-01-01T00:00:00Z").toEpochMilli());
    private static final BigDecimal LAST =
            BigDecimal.valueOf(Instant.parse("9999-12-31T23:59:59Z").toEpochMilli());

    private Filters() {}

    /** Of no run. */
    static Filter none() {
        return new Filter.IsNull(Attribute.ID);
    }

    static Filter all(List<Filter> parts) {
        return switch (parts.size()) {
            case 0 -> new Filter.All();
            case 1 -> parts.getFirst();
            default -> new Filter.And(parts);
        };
    }

    static Filter any(List<Filter> parts) {
        return switch (parts.size()) {
            case 0 -> none();
            case 1 -> parts.getFirst();
            default -> new Filter.Or(parts);
        };
    }

    /** The statuses whose name for clients is so. */
    static Filter status(TextTest test) {
        List<Literal> statuses = Arrays.stream(MlflowStatus.values())
                .filter(status -> test.test(status.name()))
                .flatMap(status -> status.covered().stream())
                .<Literal>map(Literal.Status::new)
                .toList();
        return statuses.isEmpty() ? none() : new Filter.In(Attribute.STATUS, statuses);
    }

    /** A tag that is an attribute is asked for there; one that an attribute stands for is asked for there when it is missing. */
    static Filter tag(SearchField.Tag tag, TextTest test) {
        Filter plain = test.of(tag.field());
        if (tag.own().isEmpty()) {
            return plain;
        }
        Filter own = test.of(tag.own().get());
        return tag.isVirtual()
                ? own
                : new Filter.Or(List.of(plain, new Filter.And(List.of(new Filter.IsNull(tag.field()), own))));
    }

    static Filter isMissing(SearchField.Tag tag) {
        Filter plain = new Filter.IsNull(tag.field());
        if (tag.own().isEmpty()) {
            return plain;
        }
        Attribute attribute = tag.own().get();
        Filter own = new Filter.IsNull(attribute);
        if (attribute == Attribute.DESCRIPTION) {
            own = new Filter.Or(List.of(own, new Filter.Comparison(attribute, Operator.EQUAL, new Literal.Text(""))));
        }
        return tag.isVirtual() ? own : new Filter.And(List.of(plain, own));
    }

    /** Clients see times in whole milliseconds, which are cut from the microseconds that are kept. */
    static Filter moment(Attribute attribute, Operator operator, BigDecimal millis) {
        BigDecimal clamped = millis.max(FIRST).min(LAST);
        Instant from =
                Instant.ofEpochMilli(clamped.setScale(0, RoundingMode.CEILING).longValueExact());
        Instant after =
                Instant.ofEpochMilli(clamped.setScale(0, RoundingMode.FLOOR).longValueExact() + 1);
        return switch (operator) {
            case EQUAL ->
                new Filter.And(List.of(
                        time(attribute, Operator.GREATER_OR_EQUAL, from), time(attribute, Operator.LESS, after)));
            case NOT_EQUAL ->
                new Filter.Or(List.of(
                        time(attribute, Operator.LESS, from), time(attribute, Operator.GREATER_OR_EQUAL, after)));
            case LESS -> time(attribute, Operator.LESS, from);
            case LESS_OR_EQUAL -> time(attribute, Operator.LESS, after);
            case GREATER -> time(attribute, Operator.GREATER_OR_EQUAL, after);
            case GREATER_OR_EQUAL -> time(attribute, Operator.GREATER_OR_EQUAL, from);
        };
    }

    private static Filter time(Attribute attribute, Operator operator, Instant time) {
        return new Filter.Comparison(attribute, operator, new Literal.Time(time));
    }

    static Filter number(RunField field, Operator operator, Literal number) {
        return new Filter.Comparison(field, operator, number);
    }
}
