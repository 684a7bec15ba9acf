// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table that any value makes: a list of objects has a column a key, a list of lists a column an index. */
final class Layout {
    private Layout() {}

    static Table of(@Nullable Object tree) {
        List<?> rows = tree instanceof List<?> list ? list : tree == null ? List.of() : List.of(tree);
        if (!rows.isEmpty() && rows.stream().allMatch(Map.class::isInstance)) {
            return objects(rows);
        }
        if (!rows.isEmpty() && rows.stream().allMatch(List.class::isInstance)) {
            return lists(rows);
        }
        return rows.isEmpty() ? new Table(List.of()) : new Table(List.of(new Table.Column("Result", cells(rows))));
    }

    /** All keys of the rows, in the order in which they first appear. */
    static List<String> keys(List<?> rows) {
        Set<String> keys = new LinkedHashSet<>();
        for (Object row : rows) {
            ((Map<?, ?>) row).keySet().forEach(key -> keys.add((String) key));
        }
        return new ArrayList<>(keys);
    }

    private static Table objects(List<?> rows) {
        List<Table.Column> columns = new ArrayList<>();
        for (String key : keys(rows)) {
            List<@Nullable Object> cells = new ArrayList<>();
            rows.forEach(row -> cells.add(((Map<?, ?>) row).get(key)));
            columns.add(new Table.Column(capitalised(key), cells));
        }
        return new Table(columns);
    }

    private static Table lists(List<?> rows) {
        int width = rows.stream().mapToInt(row -> ((List<?>) row).size()).max().orElse(0);
        List<Table.Column> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int at = i;
            List<@Nullable Object> cells = new ArrayList<>();
            rows.forEach(row -> cells.add(at < ((List<?>) row).size() ? ((List<?>) row).get(at) : null));
            columns.add(new Table.Column("Column" + (i + 1), cells));
        }
        return new Table(columns);
    }

    private static List<@Nullable Object> cells(List<?> rows) {
        return new ArrayList<>(rows);
    }

    /** The first letter in upper case, the rest as it is. */
    static String capitalised(String key) {
        if (key.isEmpty()) {
            return key;
        }
        int first = Character.charCount(key.codePointAt(0));
        return key.substring(0, first).toUpperCase(Locale.ROOT) + key.substring(first);
    }
}
