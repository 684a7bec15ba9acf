// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import dev.runlore.store.LogStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Text logs in SQLite. Thread-safe. */
final class SqliteLogStore implements LogStore {
    private static final List<String> OVER = Arrays.stream(RunStatus.values())
            .filter(RunStatus::isTerminal)
            .map(RunStatus::name)
            .toList();
    private static final String FILES = """
            SELECT r.id, f.path, f.start, f.size FROM run r JOIN run_log_file f ON f.run_key = r.run_key
            WHERE r.workspace_id = ?
            """;

    private final GroupCommit writer;
    private final Readers readers;
    private final long workspace;

    SqliteLogStore(GroupCommit writer, Readers readers, long workspace) {
        this.writer = writer;
        this.readers = readers;
        this.workspace = workspace;
    }

    @Override
    public long append(RunId run, ArtifactPath path, long offset, byte[] bytes) {
        if (offset < 0) {
            throw RunloreException.invalid(
                    "offset must be a byte number from 0 but is " + offset + "; send where it begins");
        }
        byte[] own = bytes.clone();
        return writer.write(
                new Weight(own.length + Weight.SMALL.bytes(), 0),
                writing -> RunLogs.append(writing, run, path, offset, own));
    }

    @Override
    public List<RunLog> list(RunId run) {
        return readers.read(session -> session.list(
                FILES + " AND r.id = ? AND f.size > f.start ORDER BY f.path",
                SqliteLogStore::read,
                workspace,
                run.value()));
    }

    @Override
    public List<RunLog> unsealed() {
        return readers.read(session -> session.list(
                FILES
                        + " AND f.size > f.start AND r.status IN (SELECT value FROM json_each(?)) ORDER BY r.run_key, f.path",
                SqliteLogStore::read,
                workspace,
                Json.texts(OVER)));
    }

    @Override
    public Optional<RunLog> find(RunId run, ArtifactPath path) {
        return readers.read(session -> find(session, run, path));
    }

    private Optional<RunLog> find(Session session, RunId run, ArtifactPath path) {
        return session.first(
                FILES + " AND r.id = ? AND f.path = ?", SqliteLogStore::read, workspace, run.value(), path.value());
    }

    private static RunLog read(ResultSet row) throws SQLException {
        return new RunLog(
                new RunId(row.getString(1)), new ArtifactPath(row.getString(2)), row.getLong(3), row.getLong(4));
    }

    @Override
    public byte[] read(RunId run, ArtifactPath path, long from, int most) {
        return readers.read(session -> {
            RunLog log = find(session, run, path)
                    .orElseThrow(() -> RunloreException.notFound(
                            "run '" + run + "' has no log '" + Shown.text(path.value()) + "'; list its logs"));
            if (from < log.start()) {
                throw RunloreException.invalid("bytes before " + log.start() + " of log '" + Shown.text(path.value())
                        + "' are in its artifact but byte " + from + " was asked for; read those there");
            }
            long key = RunRows.keyOf(session, workspace, run).orElseThrow();
            return RunLogs.read(session, new RunLogs.Place(key, path), from, (int)
                    Math.min(most, Math.max(0, log.size() - from)));
        });
    }

    @Override
    public void seal(RunId run, ArtifactPath path, Sha256 blob, long size) {
        writer.write(Weight.SMALL, writing -> RunLogs.seal(writing, run, path, blob, size));
    }
}
