// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.nio.file.Path;
import java.util.List;

/**
 * How large what is in a database: its largest runs and its tables. May be asked beside a server.
 *
 * @param runs the largest by the bytes of their points, logs and artifacts, the largest first
 * @param tables with their indexes, the largest first
 */
public record StoreSizes(List<OfRun> runs, List<OfTable> tables) {
    private static final String RUNS = """
            WITH
            points AS (SELECT run_key, sum(n) AS n FROM series GROUP BY run_key),
            bodies AS (SELECT run_key, sum(bytes) AS bytes FROM (
              SELECT run_key, length(body) AS bytes FROM metric_log
              UNION ALL SELECT s.run_key, coalesce(length(c.axes), 0) + coalesce(length(c.pyramid), 0)
                + coalesce(length(c.body), 0) FROM metric_chunk c JOIN series s USING (series_id)) GROUP BY run_key),
            logs AS (SELECT run_key, sum(length(body)) AS bytes FROM run_log GROUP BY run_key),
            files AS (SELECT run_key, sum(size) AS bytes FROM artifact GROUP BY run_key)
            SELECT r.id, coalesce(p.n, 0), coalesce(b.bytes, 0), coalesce(l.bytes, 0), coalesce(f.bytes, 0)
            FROM run r LEFT JOIN points p USING (run_key) LEFT JOIN bodies b USING (run_key) LEFT JOIN logs l USING (run_key)
              LEFT JOIN files f USING (run_key)
            ORDER BY coalesce(b.bytes, 0) + coalesce(l.bytes, 0) + coalesce(f.bytes, 0) DESC, r.run_key LIMIT ?
            """;
    private static final String TABLES = """
            SELECT m.tbl_name, sum(d.bytes) AS bytes
            FROM (SELECT name, pgsize AS bytes FROM dbstat WHERE aggregate = 1) d JOIN sqlite_schema m ON m.name = d.name
            GROUP BY m.tbl_name ORDER BY bytes DESC
            """;

    /** Points of all columns, and bytes of the points as stored, of the logs that are still open, and of the artifacts. */
    public record OfRun(String id, long points, long pointBytes, long logBytes, long artifactBytes) {}

    /** Bytes of a table with its indexes. */
    public record OfTable(String name, long bytes) {}

    public StoreSizes {
        runs = List.copyOf(runs);
        tables = List.copyOf(tables);
    }

    /** The {@code most} largest runs, and all tables. */
    public static StoreSizes of(Path folder, int most) {
        try (Session session = new Database(folder).openReader()) {
            List<OfRun> runs = session.list(
                    RUNS,
                    row -> new OfRun(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
                    most);
            List<OfTable> tables = session.list(TABLES, row -> new OfTable(row.getString(1), row.getLong(2)));
            return new StoreSizes(runs, tables);
        }
    }
}
