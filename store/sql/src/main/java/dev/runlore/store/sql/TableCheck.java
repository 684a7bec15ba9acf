// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunId;
import dev.runlore.domain.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether the rows of different tables agree with each other. For the thread that has the session. */
final class TableCheck {
    /** Tables of whose rows each belongs to a run. */
    static final List<String> OF_RUNS = List.of(
            "run_tag",
            "run_property",
            "run_param",
            "run_warning",
            "artifact",
            "series",
            "metric_log",
            "log_writer",
            "run_log_file",
            "run_log",
            "run_model",
            "job");

    /** Of runs that are there, being brought in, or being taken out. */
    static final String KEYS = """
            (SELECT run_key FROM run UNION ALL SELECT run_key FROM run_import UNION ALL SELECT run_key FROM run_purge)
            """;

    /** What metric_use has to be. */
    static final String USES = """
            SELECT r.experiment_id, s.key_id, min(s.workspace_id) AS workspace_id, count(*) AS runs FROM series s JOIN
              (SELECT run_key, experiment_id FROM run UNION ALL SELECT run_key, experiment_id FROM run_import
               UNION ALL SELECT run_key, experiment_id FROM run_purge) r ON r.run_key = s.run_key
            GROUP BY r.experiment_id, s.key_id
            """;

    private static final String WRONG_USES = """
            WITH made AS (%s)
            SELECT coalesce(k.name, '?'), coalesce(u.runs, 0), coalesce(m.runs, 0) FROM made m
              FULL JOIN metric_use u ON u.experiment_id = m.experiment_id AND u.key_id = m.key_id
              LEFT JOIN metric_key k ON k.key_id = coalesce(u.key_id, m.key_id)
            WHERE coalesce(u.runs, 0) <> coalesce(m.runs, 0) LIMIT 10
            """.formatted(USES);

    private static final String WRONG_LOGS = """
            SELECT r.id, f.path, f.size - f.start, coalesce(sum(length(l.body)), 0) AS has
            FROM run_log_file f JOIN run r ON r.run_key = f.run_key
              LEFT JOIN run_log l ON l.run_key = f.run_key AND l.path = f.path
            GROUP BY f.run_key, f.path HAVING f.size - f.start <> has LIMIT 100
            """;

    private static final String NOWHERE = """
            SELECT id FROM run r
            WHERE NOT EXISTS (SELECT 1 FROM experiment e WHERE e.experiment_id = r.experiment_id) LIMIT 100
            """;

    private final Session session;
    private final List<Finding> findings = new ArrayList<>();

    TableCheck(Session session) {
        this.session = session;
    }

    List<Finding> findings() {
        ask(this::orphans);
        ask(this::chunks);
        ask(this::uses);
        ask(this::logs);
        ask(this::experiments);
        ask(this::writers);
        return findings;
    }

    private void ask(Runnable question) {
        try {
            question.run();
        } catch (SqlFault fault) {
            findings.add(Finding.of("tables cannot be read (" + fault.getMessage() + ")", Finding.RESTORE));
        }
    }

    private void orphans() {
        for (String table : OF_RUNS) {
            long rows = session.number("SELECT count(*) FROM " + table + " WHERE run_key NOT IN " + KEYS);
            if (rows > 0) {
                findings.add(Finding.of(
                        "table " + table + " has " + rows + " rows of runs that are not there", Finding.REPAIR));
            }
        }
        Stream.concat(OwnedTable.OF_LOGGED_MODELS.stream(), OwnedTable.OF_MODELS.stream())
                .forEach(this::astray);
    }

    private void astray(OwnedTable table) {
        long rows = session.number("SELECT count(*)" + table.astray());
        if (rows > 0) {
            findings.add(Finding.of(
                    "table " + table.name() + " has " + rows + " rows of models that are not there", Finding.REPAIR));
        }
    }

    private void chunks() {
        long chunks = session.number(
                "SELECT count(*) FROM metric_chunk WHERE series_id NOT IN (SELECT series_id FROM series)");
        if (chunks > 0) {
            findings.add(Finding.of(
                    "table metric_chunk has " + chunks + " rows of series that are not there", Finding.REPAIR));
        }
    }

    private void uses() {
        session.each(
                WRONG_USES,
                row -> findings.add(Finding.of(
                        "metric '" + Shown.text(row.getString(1)) + "' is counted in " + row.getLong(2)
                                + " runs of an experiment but is in " + row.getLong(3),
                        Finding.REPAIR)));
    }

    private void logs() {
        session.each(
                WRONG_LOGS,
                row -> findings.add(Finding.of(
                        new RunId(row.getString(1)),
                        "log '" + Shown.text(row.getString(2)) + "' must have " + row.getLong(3)
                                + " bytes in the database but has " + row.getLong(4),
                        Finding.RESTORE)));
    }

    private void experiments() {
        session.each(
                NOWHERE,
                row -> findings.add(
                        Finding.of(new RunId(row.getString(1)), "its experiment is not there", Finding.RESTORE)));
    }

    private void writers() {
        session.each("SELECT r.id, w.* FROM log_writer w JOIN run r ON r.run_key = w.run_key", row -> {
            RunId run = new RunId(row.getString(1));
            try {
                WriterRows.read(row);
            } catch (RuntimeException e) { // damaged texts fail in any way
                findings.add(Finding.of(
                        run, "what is known of a writer cannot be read (" + e.getMessage() + ")", Finding.RESTORE));
            }
        });
    }
}
