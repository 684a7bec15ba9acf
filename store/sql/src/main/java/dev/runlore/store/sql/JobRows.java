// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Job;
import dev.runlore.domain.JobId;
import dev.runlore.domain.JobState;
import dev.runlore.domain.Launch;
import dev.runlore.domain.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Rows of {@code job}. */
final class JobRows {
    /** The place in the queue is counted over an index of the jobs that wait, so the state is written out. */
    private static final String SELECT = """
            SELECT j.*, r.id AS run_id, CASE WHEN j.state = 'Queued' THEN (
                SELECT count(*) FROM job q WHERE q.target = j.target AND q.state = 'Queued' AND q.job_key <= j.job_key
              ) END AS position
            FROM job j JOIN run r ON r.run_key = j.run_key
            """;

    /** A job with what only the writing thread needs of it. */
    record JobRow(long key, Job job, Optional<String> nonce) {}

    private JobRows() {}

    static List<JobRow> list(Session session, Clause condition) {
        Clause sql = Clause.of(SELECT + " WHERE ").then(condition);
        return session.list(sql.sql(), JobRows::read, sql.array());
    }

    static Optional<JobRow> first(Session session, Clause condition) {
        return list(session, condition.then(" LIMIT 1")).stream().findFirst();
    }

    static Optional<JobRow> find(Session session, long workspace, JobId id) {
        return first(session, Clause.of("j.workspace_id = ? AND j.id = ?", workspace, id.value()));
    }

    private static JobRow read(ResultSet row) throws SQLException {
        long position = row.getLong("position");
        OptionalLong place = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(position);
        Job job = new Job(
                new JobId(row.getString("id")),
                new RunId(row.getString("run_id")),
                row.getString("target"),
                Launch.parse(row.getString("launch")),
                JobState.valueOf(row.getString("state")),
                place,
                row.getBoolean("cancel_requested"),
                Optional.ofNullable(row.getString("handle")),
                Micros.instant(row.getLong("created")),
                Micros.find(row, "started"),
                Micros.find(row, "ended"));
        return new JobRow(row.getLong("job_key"), job, Optional.ofNullable(row.getString("nonce")));
    }
}
