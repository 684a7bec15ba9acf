// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.RunField;
import dev.runlore.domain.filter.RunOrder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A page of the runs of one selection, asked of columns. */
record ColumnListing(RunSelection selection, Optional<RunOrder> order, int limit) {

    /** Whether the database answers it as fast: all runs of an experiment, or of all, newest first. */
    boolean isAlongAnIndex() {
        return selection.filter() instanceof Filter.All
                && order.map(RunOrder::terms).orElse(List.of()).isEmpty();
    }

    Set<RunField> fields() {
        Set<RunField> fields = new LinkedHashSet<>(ColumnOrder.fields(order));
        selection.whole().fields().forEach(fields::add);
        return fields;
    }

    /** As {@link RunListing#runs}. */
    List<Long> runs(Map<RunField, Column> columns, long after) {
        ColumnOrder rows = new ColumnOrder(order, columns);
        Column number = Objects.requireNonNull(columns.get(Attribute.NUMBER));
        if (after > 0 && (after >= number.rows() || !number.has((int) after))) {
            throw Token.refused();
        }
        byte[] truths = new ColumnFilter(columns, number.rows()).evaluate(selection.whole());
        FirstRows first = new FirstRows(rows, limit + 1);
        for (int row = 0; row < truths.length; row++) {
            boolean matches = truths[row] == ColumnFilter.TRUE && number.has(row);
            if (matches && (after == 0 || rows.compare(row, (int) after) > 0)) {
                first.offer(row);
            }
        }
        return first.take();
    }
}
