// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterId;
import dev.runlore.domain.WriterState;
import dev.runlore.domain.WriterState.Gap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of the table {@code log_writer}. */
final class WriterRows {
    private static final String PUT = """
            INSERT INTO log_writer (run_key, writer_id, workspace_id, position, host, pid, rank, next_record, gaps, dropped)
            VALUES (?1, ?2, ?3, (SELECT count(*) FROM log_writer WHERE run_key = ?1), ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (run_key, writer_id) DO UPDATE SET host = excluded.host, pid = excluded.pid, rank = excluded.rank,
              next_record = excluded.next_record, gaps = excluded.gaps, dropped = excluded.dropped
            """;

    private WriterRows() {}

    static Optional<WriterState> find(Session session, long run, WriterId id) {
        return session.first(
                "SELECT * FROM log_writer WHERE run_key = ? AND writer_id = ?", WriterRows::read, run, id.toString());
    }

    static void put(Session session, long workspace, long run, WriterState writer) {
        WriterFacts facts = writer.facts();
        session.update(
                PUT,
                run,
                writer.id().toString(),
                workspace,
                facts.host(),
                facts.pid(),
                facts.rank(),
                writer.nextRecord(),
                text(writer.gaps()),
                writer.dropped());
    }

    static WriterState read(ResultSet row) throws SQLException {
        WriterFacts facts = new WriterFacts(
                Optional.ofNullable(row.getString("host")),
                number(row, "pid"),
                number(row, "rank").map(Long::intValue));
        return new WriterState(
                WriterId.parse(row.getString("writer_id")),
                facts,
                row.getLong("next_record"),
                gaps(row.getString("gaps")),
                row.getLong("dropped"));
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static String text(List<Gap> gaps) {
        return gaps.stream().map(gap -> gap.from() + "-" + gap.to()).collect(Collectors.joining(","));
    }

    private static List<Gap> gaps(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(text.split(",")).map(WriterRows::gap).toList();
    }

    private static Gap gap(String text) {
        int dash = text.indexOf('-');
        return new Gap(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }
}
