// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Snapshot;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import dev.runlore.store.SnapshotStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Snapshots in SQLite, whose order of texts is that of their bytes in UTF-8, as in a manifest. Thread-safe. */
final class SqliteSnapshotStore implements SnapshotStore {
    private static final String FILES =
            "SELECT path, executable, sha256, size FROM snapshot_file WHERE workspace_id = ? AND snapshot_id = ?";

    private final GroupCommit writer;
    private final Readers readers;
    private final long workspace;

    SqliteSnapshotStore(GroupCommit writer, Readers readers, long workspace) {
        this.writer = writer;
        this.readers = readers;
        this.workspace = workspace;
    }

    @Override
    public Stored put(Manifest manifest) {
        SnapshotId id = manifest.id();
        Optional<Snapshot> there = find(id);
        return there.map(snapshot -> new Stored(snapshot, false))
                .orElseGet(() -> writer.write(Weight.of(manifest), writing -> put(writing, manifest, id)));
    }

    private Stored put(Writing writing, Manifest manifest, SnapshotId id) {
        Session session = writing.session();
        boolean created = session.update(
                        "INSERT INTO snapshot (snapshot_id, workspace_id, files, bytes, created) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        id.value(),
                        workspace,
                        manifest.files().size(),
                        manifest.size(),
                        writing.now())
                > 0;
        if (created) {
            manifest.files()
                    .forEach(file -> session.update(
                            """
                            INSERT INTO snapshot_file (snapshot_id, path, workspace_id, executable, sha256, size)
                            VALUES (?, ?, ?, ?, ?, ?)
                            """,
                            id.value(),
                            file.path().value(),
                            workspace,
                            file.executable(),
                            file.sha256().hex(),
                            file.size()));
        }
        return new Stored(find(session, id).orElseThrow(), created);
    }

    @Override
    public Optional<Snapshot> find(SnapshotId id) {
        return readers.read(session -> find(session, id));
    }

    private Optional<Snapshot> find(Session session, SnapshotId id) {
        return session.first(
                "SELECT created, files, bytes FROM snapshot WHERE workspace_id = ? AND snapshot_id = ?",
                row -> new Snapshot(id, Micros.instant(row.getLong(1)), row.getInt(2), row.getLong(3)),
                workspace,
                id.value());
    }

    @Override
    public Optional<Manifest> findManifest(SnapshotId id) {
        return readers.read(session -> find(session, id)
                .map(snapshot -> new Manifest(
                        session.list(FILES + " ORDER BY path", SqliteSnapshotStore::file, workspace, id.value()))));
    }

    @Override
    public Page<SnapshotFile> files(SnapshotId id, int limit, Optional<PageToken> token) {
        Pages.checkLimit(limit);
        Token tokens = Token.of("snapshot", id);
        long skipped = tokens.read(token, 0)[0];
        return readers.read(session -> {
            List<SnapshotFile> rows = session.list(
                    FILES + " ORDER BY path LIMIT ? OFFSET ?",
                    SqliteSnapshotStore::file,
                    workspace,
                    id.value(),
                    limit + 1,
                    skipped);
            return Pages.of(rows, limit, row -> row, row -> tokens.at(skipped + limit));
        });
    }

    @Override
    public Optional<SnapshotFile> findFile(SnapshotId id, ArtifactPath path) {
        return readers.read(session ->
                session.first(FILES + " AND path = ?", SqliteSnapshotStore::file, workspace, id.value(), path.value()));
    }

    private static SnapshotFile file(ResultSet row) throws SQLException {
        return new SnapshotFile(
                new ArtifactPath(row.getString(1)), row.getBoolean(2), new Sha256(row.getString(3)), row.getLong(4));
    }
}
