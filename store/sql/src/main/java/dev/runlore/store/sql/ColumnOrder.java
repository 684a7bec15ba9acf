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
    private record Key(Column column, boolean descending) {
        int compare(int a, int b) {
            boolean hasA = column.has(a);
            boolean hasB = column.has(b);
            if (!hasA || !hasB) {
                return Boolean.compare(hasB, hasA);
            }
            int rank = column.rank(a);
            int ranks = Integer.compare(rank, column.rank(b));
            if (ranks != 0) {
                return ranks;
            }
            int values = column.compare(a, b);
            return descending ? -values : values;
        }
    }

    private final List<Key> keys = new ArrayList<>();

    /** @param columns at least those of {@link #fields} */
    ColumnOrder(Optional<RunOrder> order, Map<RunField, Column> columns) {
        List<RunOrder.Term> terms = order.map(RunOrder::terms).orElse(List.of());
        for (RunOrder.Term term : terms) {
            add(columns, term.field(), term.direction() == RunOrder.Direction.DESC);
        }
        if (terms.isEmpty()) {
            add(columns, Attribute.CREATED, true);
        }
        TIES.forEach(field -> add(columns, field, true));
    }

    private void add(Map<RunField, Column> columns, RunField field, boolean descending) {
        keys.add(new Key(Objects.requireNonNull(columns.get(field), field.text()), descending));
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
