// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.RunField;
import dev.runlore.domain.filter.RunOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The order of a list of runs over columns: the terms' values, NaN, runs without; then newest first. */
final class ColumnOrder {
    private static final List<RunField> TIES = List.of(Attribute.NUMBER, Attribute.ID);

    /** One of the things to sort by. */
    private record Key(Column column, boolean descending, boolean asText) {
        int compare(int a, int b) {
            boolean hasA = column.has(a);
            boolean hasB = column.has(b);
            if (!hasA || !hasB) {
                return Boolean.compare(hasB, hasA);
            }
            int ranks = asText ? 0 : Integer.compare(column.rank(a), column.rank(b));
            if (ranks != 0) {
                return ranks;
            }
            int values = asText && column instanceof Texts texts ? texts.compareTexts(a, b) : column.compare(a, b);
            return descending ? -values : values;
        }
    }

    private final List<Key> keys = new ArrayList<>();

    /** @param columns at least those of {@link #fields} */
    ColumnOrder(Optional<RunOrder> order, Map<RunField, Column> columns) {
        List<RunOrder.Term> terms = order.map(RunOrder::terms).orElse(List.of());
        for (RunOrder.Term term : terms) {
            Key key = key(columns, term.field(), term.direction() == RunOrder.Direction.DESC);
            keys.add(new Key(key.column, key.descending, term.asText()));
        }
        if (terms.isEmpty()) {
            keys.add(key(columns, Attribute.CREATED, true));
        }
        TIES.forEach(field -> keys.add(key(columns, field, true)));
    }

    private static Key key(Map<RunField, Column> columns, RunField field, boolean descending) {
        return new Key(Objects.requireNonNull(columns.get(field), field.text()), descending, false);
    }

    /** Everything that the order looks at. */
    static List<RunField> fields(Optional<RunOrder> order) {
        List<RunField> fields = new ArrayList<>(TIES);
        order.ifPresent(given -> given.terms().forEach(term -> fields.add(term.field())));
        fields.add(Attribute.CREATED);
        return fields;
    }

    int compare(int row, int other) {
        for (Key key : keys) {
            int order = key.compare(row, other);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
