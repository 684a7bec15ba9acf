// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunStatus;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.FieldType;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.RunField;
import dev.runlore.store.GroupQuery;
import dev.runlore.store.RunGroup;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Groups of runs, asked of columns. */
record ColumnGroups(GroupQuery query) {

    private Filter filter() {
        return new RunSelection(query.experiment(), query.filter(), query.archived()).whole();
    }

    Set<RunField> fields() {
        Set<RunField> fields = new LinkedHashSet<>(query.by());
        fields.addAll(query.values());
        fields.add(Attribute.NUMBER);
        filter().fields().forEach(fields::add);
        return fields;
    }

    List<RunGroup> groups(Map<RunField, Column> columns) {
        Column number = column(columns, Attribute.NUMBER);
        byte[] truths = new ColumnFilter(columns, number.rows()).evaluate(filter());
        List<Numbers> values = query.values().stream()
                .map(field -> (Numbers) column(columns, field))
                .toList();
        GroupFold fold = new GroupFold(query);
        Map<Long, GroupFold.Group> groups = new HashMap<>();
        for (int row = 0; row < truths.length; row++) {
            if (truths[row] == ColumnFilter.TRUE && number.has(row)) {
                int one = row;
                GroupFold.Group group =
                        groups.computeIfAbsent(place(columns, row), any -> fold.group(key(columns, one)));
                add(group, values, row);
            }
        }
        return fold.groups();
    }

    private static void add(GroupFold.Group group, List<Numbers> values, int row) {
        group.run();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).has(row)) {
                group.add(i, values.get(i).get(row));
            }
        }
    }

    /** Runs with the same key have the same place. */
    private long place(Map<RunField, Column> columns, int row) {
        long place = 0;
        for (RunField field : query.by()) {
            place = place << Integer.SIZE
                    | switch (column(columns, field)) {
                        case Texts texts -> texts.entry(row);
                        case Numbers numbers -> numbers.has(row) ? (int) numbers.get(row) + 1 : 0;
                    };
        }
        return place;
    }

    private List<Optional<String>> key(Map<RunField, Column> columns, int row) {
        return query.by().stream()
                .map(field -> text(field, column(columns, field), row))
                .toList();
    }

    private static Optional<String> text(RunField field, Column column, int row) {
        if (!column.has(row)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (column) {
                    case Texts texts -> texts.get(row);
                    case Numbers numbers
                    when field.type() == FieldType.STATUS -> RunStatus.values()[(int) numbers.get(row)].name();
                    case Numbers numbers -> Boolean.toString(numbers.get(row) != 0);
                });
    }

    private static Column column(Map<RunField, Column> columns, RunField field) {
        return Objects.requireNonNull(columns.get(field), field.text());
    }
}
