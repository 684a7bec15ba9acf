// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Shown;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run's points can be read and its summaries are those of its points. Asked within one snapshot, so also right while
 * points come. For the thread that has the session.
 */
final class RunCheck {
    private static final String SERIES = """
            SELECT s.*, coalesce(k.name, '') AS name, coalesce(k.col, '') AS col, k.key_id IS NULL AS nameless
            FROM series s LEFT JOIN metric_key k ON k.key_id = s.key_id WHERE s.run_key = ? ORDER BY s.series_id
            """;
    private static final String SET_ASIDE =
            "restore a backup, or stop the server and run 'runlore doctor --repair' to set it aside";
    private static final String STRAY = """
            SELECT count(*) FROM series s JOIN metric_chunk c ON c.series_id = s.series_id
              LEFT JOIN metric_chunk a ON a.series_id = s.metric_id AND a.first_row = c.first_row
            WHERE s.run_key = ? AND a.series_id IS NULL
            """;
    /** How many findings of one run are told one by one. */
    private static final int TOLD = 20;

    private final Session session;
    private final long key;
    private final RunId run;
    private final List<Finding> findings = new ArrayList<>();
    private int untold;

    RunCheck(Session session, long key, RunId run) {
        this.session = session;
        this.key = key;
        this.run = run;
    }

    List<Finding> findings() {
        try {
            check(RunScan.of(session, key));
        } catch (SqlFault fault) {
            findings.add(Finding.of(run, "its points cannot be read (" + fault.getMessage() + ")", Finding.RESTORE));
        }
        if (untold > 0) {
            findings.add(Finding.of(run, untold + " more of its series differ from their points", Finding.REPAIR));
        }
        return findings;
    }

    private void check(RunScan scan) {
        scan.chunkFaults().forEach(fault -> tell(finding(fault)));
        strayChunks();
        for (RunScan.Damage damage : scan.damages()) {
            findings.add(Finding.of(
                    run,
                    "log row " + damage.seq() + " is damaged: " + damage.why() + ", so its points are lost",
                    SET_ASIDE));
        }
        for (RunScan.Miscount row : scan.miscounts()) {
            findings.add(Finding.of(
                    run,
                    "log row " + row.seq() + " says to have " + row.said() + " cells but has " + row.has(),
                    Finding.REPAIR));
        }
        long next = session.number("SELECT next_log_row FROM run WHERE run_key = ?", key);
        if (scan.lastRow() >= next) {
            findings.add(Finding.of(
                    run, "its next log row is " + next + " but row " + scan.lastRow() + " is there", Finding.REPAIR));
        }
        Set<Long> unnamed = new LinkedHashSet<>(scan.folds().keySet());
        session.each(
                SERIES,
                row -> {
                    unnamed.remove(row.getLong("series_id"));
                    compare(row, scan);
                },
                key);
        if (!unnamed.isEmpty()) {
            findings.add(Finding.of(
                    run,
                    "it has points of " + unnamed.size() + " series that are not there, such as "
                            + unnamed.iterator().next(),
                    Finding.RESTORE));
        }
    }

    private Finding finding(ChunkScan.Fault fault) {
        if (fault.part() == ChunkScan.Part.LIST) {
            return Finding.of(
                    run, "a chunk of " + name(fault.series()) + " cannot be found: " + fault.why(), Finding.REPAIR);
        }
        String what = "the chunk of series " + fault.series() + " (" + name(fault.series()) + ") that begins at row "
                + fault.firstRow() + " is damaged: " + fault.why();
        return fault.isLoss()
                ? Finding.of(run, what + ", so its points are lost", SET_ASIDE)
                : Finding.of(run, what, Finding.REPAIR);
    }

    private String name(long series) {
        return session.first("""
                        SELECT k.name, k.col FROM series s JOIN metric_key k ON k.key_id = s.key_id WHERE s.series_id = ?
                        """, row -> metric(row.getString(1), row.getString(2)), series)
                .orElse("nameless");
    }

    private void strayChunks() {
        long stray = session.number(STRAY, key);
        if (stray > 0) {
            tell(Finding.of(run, stray + " of its chunks have no times and steps beside them", Finding.RESTORE));
        }
    }

    private void compare(ResultSet row, RunScan scan) throws SQLException {
        String metric = metric(row.getString("name"), row.getString("col"));
        if (row.getBoolean("nameless")) {
            tell(Finding.of(run, metric + " has lost its name", Finding.RESTORE));
            return;
        }
        PointFold fold = scan.folds().get(row.getLong("series_id"));
        if (fold == null) {
            if (!scan.hasLoss()) {
                tell(Finding.of(run, metric + " has a summary but no points", Finding.REPAIR));
            }
            return;
        }
        if (scan.hasLoss()) {
            return; // what is lost is in the summary, and rightly so
        }
        differences(row, fold).forEach(what -> tell(Finding.of(run, metric + ": its " + what, Finding.REPAIR)));
    }

    private static List<String> differences(ResultSet row, PointFold fold) throws SQLException {
        SeriesRows.Stored stored;
        try {
            stored = SeriesRows.read(row);
        } catch (RuntimeException e) {
            return List.of("summary cannot be read (" + e.getMessage() + ")"); // damaged bytes fail in any way
        }
        List<String> differences = new ArrayList<>(SummaryDifference.of(
                stored.summary(),
                fold.summary(stored.summary().column(), stored.summary().last())));
        compareNumber(row, "first", stored.summary().first(), differences);
        compareNumber(row, "last", stored.summary().last(), differences);
        return differences;
    }

    /** Filters compare a number beside the cell, which must be the cell's. */
    private static void compareNumber(ResultSet row, String end, Cell cell, List<String> differences)
            throws SQLException {
        Double stored = real(row.getObject(end + "_v"));
        Double made = real(SeriesRows.number(cell));
        if (!Objects.equals(stored, made)) {
            differences.add(end + " value is found by filters as " + stored + " but is " + made);
        }
    }

    private static @Nullable Double real(@Nullable Object number) {
        return number instanceof Number some ? (Double) (some.doubleValue() + 0.0) : null;
    }

    private static String metric(String name, String column) {
        return "metric '" + Shown.text(name) + "'" + (column.isEmpty() ? "" : ", column '" + Shown.text(column) + "'");
    }

    private void tell(Finding finding) {
        if (findings.size() < TOLD) {
            findings.add(finding);
        } else {
            untold++;
        }
    }
}
