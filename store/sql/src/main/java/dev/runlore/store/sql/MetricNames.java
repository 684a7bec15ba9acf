// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.MetricStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The names of metrics in their order. Without a part to look for they are walked along their index until a page is full; with one the
 * whole table is read from end to end, which is faster than by way of the index unless nearly all names match.
 *
 * @param experiment whose runs' names; of all runs when empty
 * @param part of the name, case ignored
 */
record MetricNames(Session session, long workspace, Optional<String> experiment, Optional<String> part) {
    /** An experiment with fewer names is asked for them, and these are sorted. */
    private static final int FEW = 2_000;

    record Row(long key, MetricStore.MetricName name) {}

    /** @param after key of the last name of the page before, 0 for the first page */
    List<Row> rows(int limit, long after) {
        Clause sql = experiment.isPresent() ? ofExperiment(experimentId()) : ofAll();
        sql = sql.then(" AND k.workspace_id = ?", workspace);
        if (part.isPresent()) {
            sql = sql.then(" AND instr(k.folded, ?) > 0", part.get().toLowerCase(Locale.ROOT));
        }
        if (after > 0) {
            sql = sql.then(" AND (k.name, k.col) > (SELECT a.name, a.col FROM metric_key a WHERE a.key_id = ?)", after);
        }
        sql = sql.then(" ORDER BY k.name, k.col LIMIT ?", limit);
        return session.list(
                sql.sql(),
                row -> new Row(
                        row.getLong(1), new MetricStore.MetricName(row.getString(2), row.getString(3), row.getLong(4))),
                sql.array());
    }

    private Clause ofAll() {
        String runs = "(SELECT sum(u.runs) FROM metric_use u WHERE u.key_id = k.key_id)";
        return Clause.of("SELECT k.key_id, k.name, k.col, " + runs + " FROM metric_key k" + walk()
                + " WHERE EXISTS (SELECT 1 FROM metric_use u WHERE u.key_id = k.key_id)");
    }

    private Clause ofExperiment(long id) {
        boolean few = session.number(
                        "SELECT count(*) FROM (SELECT 1 FROM metric_use WHERE experiment_id = ? LIMIT ?)", id, FEW)
                < FEW;
        String from =
                few ? "metric_use u CROSS JOIN metric_key k" : "metric_key k" + walk() + " CROSS JOIN metric_use u";
        return Clause.of(
                "SELECT k.key_id, k.name, k.col, u.runs FROM " + from
                        + " ON u.key_id = k.key_id WHERE u.experiment_id = ?",
                id);
    }

    private String walk() {
        return part.isPresent() ? " NOT INDEXED" : "";
    }

    private long experimentId() {
        return experiment
                .flatMap(name -> session.first(
                        "SELECT experiment_id FROM experiment WHERE workspace_id = ? AND name = ?",
                        row -> row.getLong(1),
                        workspace,
                        name))
                .orElse(-1L);
    }
}
