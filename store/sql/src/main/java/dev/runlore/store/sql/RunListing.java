// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.filter.RunOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of the runs of one condition, asked of the database. A token names the last run of the page before; the next page begins
 * after what that run sorts by now.
 *
 * @param condition over the run's row {@code r}
 * @param order empty for newest first
 */
record RunListing(Session session, Clause condition, Optional<RunOrder> order, FieldSql fields) {
    private static final List<Key> NEWEST = List.of(
            new Key(Clause.of("r.created"), true),
            new Key(Clause.of("r.number"), true),
            new Key(Clause.of("r.id"), true));

    /** One of the things to sort by. */
    private record Key(Clause expression, boolean descending) {}

    /**
     * Keys of the runs of a page and, when there are more, of one run after it.
     *
     * @param after key of the last run of the page before, 0 for the first page
     */
    List<Long> runs(int limit, long after) {
        List<Key> keys = keys();
        return order.isEmpty() ? newest(keys, limit, after) : ordered(keys, limit, after);
    }

    /** The page of runs that were asked for one more than it shows. */
    static Page<Run> page(Session session, List<Long> found, int limit, Token tokens) {
        List<Long> shown = found.subList(0, Math.min(limit, found.size()));
        Optional<PageToken> next = found.size() > limit ? Optional.of(tokens.at(shown.getLast())) : Optional.empty();
        return new Page<>(RunRows.load(session, shown), next);
    }

    private List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (RunOrder.Term term : order.map(RunOrder::terms).orElse(List.of())) {
            List<Clause> parts = fields.sortKeys(term);
            keys.add(new Key(parts.get(0), false));
            keys.add(new Key(parts.get(1), term.direction() == RunOrder.Direction.DESC));
        }
        keys.addAll(order.isEmpty() ? NEWEST : NEWEST.subList(1, 3));
        return keys;
    }

    /** Straight along an index. */
    private List<Long> newest(List<Key> keys, int limit, long last) {
        Clause sql = Clause.of("SELECT r.run_key FROM run r WHERE ").then(condition);
        if (last > 0) {
            sql = sql.then(
                    " AND (r.created, r.number, r.id) < (?, ?, ?)",
                    cursor(keys, last).toArray());
        }
        return run(sql.then(" ORDER BY r.created DESC, r.number DESC, r.id DESC LIMIT ?", limit + 1));
    }

    private List<Long> ordered(List<Key> keys, int limit, long last) {
        Clause sql = Clause.of("WITH o AS MATERIALIZED (SELECT r.run_key");
        List<String> order = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            sql = sql.then(", ").then(keys.get(i).expression()).then(" AS k" + i);
            order.add("k" + i + (keys.get(i).descending() ? " DESC" : ""));
        }
        sql = sql.then(" FROM run r WHERE ").then(condition).then(") SELECT run_key FROM o");
        if (last > 0) {
            sql = sql.then(" WHERE ").then(after(keys, cursor(keys, last)));
        }
        return run(sql.then(" ORDER BY " + String.join(", ", order) + " LIMIT ?", limit + 1));
    }

    /** Rows that sort after the cursor: equal in the first keys and beyond it in the next. */
    private static Clause after(List<Key> keys, List<@Nullable Object> cursor) {
        List<Clause> ways = new ArrayList<>();
        Clause equal = Clause.of("(");
        for (int i = 0; i < keys.size(); i++) {
            String beyond = keys.get(i).descending() ? " < ?)" : " > ?)";
            ways.add(equal.then("k" + i + beyond, cursor.get(i)));
            equal = equal.then("k" + i + " IS ? AND ", cursor.get(i));
        }
        return Clause.of("(").then(Clause.join(" OR ", ways)).then(")");
    }

    /** What the run of a token sorts by. */
    private List<@Nullable Object> cursor(List<Key> keys, long run) {
        Clause sql = Clause.of("SELECT ")
                .then(Clause.join(", ", keys.stream().map(Key::expression).toList()))
                .then(" FROM run r WHERE r.run_key = ?", run);
        return session.first(
                        sql.sql(),
                        row -> {
                            List<@Nullable Object> values = new ArrayList<>();
                            for (int i = 1; i <= keys.size(); i++) {
                                values.add(row.getObject(i));
                            }
                            return values;
                        },
                        sql.array())
                .orElseThrow(Token::refused);
    }

    private List<Long> run(Clause sql) {
        return session.list(sql.sql(), row -> row.getLong(1), sql.array());
    }
}
