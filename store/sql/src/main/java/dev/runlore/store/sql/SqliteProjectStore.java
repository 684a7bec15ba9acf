// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Project;
import dev.runlore.domain.ProjectId;
import dev.runlore.store.ProjectStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Projects in SQLite. Thread-safe. */
final class SqliteProjectStore implements ProjectStore {
    private static final String SELECT =
            "SELECT project_id, root, experiment, registered FROM project WHERE workspace_id = ?";

    private final GroupCommit writer;
    private final Readers readers;
    private final long workspace;

    SqliteProjectStore(GroupCommit writer, Readers readers, long workspace) {
        this.writer = writer;
        this.readers = readers;
        this.workspace = workspace;
    }

    @Override
    public Put put(String root, String experiment) {
        Optional<Project> same = readers.read(session -> findByRoot(session, root))
                .filter(project -> project.experiment().equals(experiment));
        return same.map(project -> new Put(project, false))
                .orElseGet(() -> writer.write(Weight.SMALL, writing -> put(writing, root, experiment)));
    }

    private Put put(Writing writing, String root, String experiment) {
        Session session = writing.session();
        boolean created = findByRoot(session, root).isEmpty();
        session.update(
                """
                INSERT INTO project (project_id, workspace_id, root, experiment, registered) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (workspace_id, root) DO UPDATE SET experiment = excluded.experiment
                """,
                UUID.randomUUID().toString(),
                workspace,
                root,
                experiment,
                writing.now());
        return new Put(findByRoot(session, root).orElseThrow(), created);
    }

    private Optional<Project> findByRoot(Session session, String root) {
        return session.first(SELECT + " AND root = ?", SqliteProjectStore::project, workspace, root);
    }

    @Override
    public Optional<Project> find(ProjectId id) {
        return readers.read(session ->
                session.first(SELECT + " AND project_id = ?", SqliteProjectStore::project, workspace, id.toString()));
    }

    @Override
    public Page<Project> list(int limit, Optional<PageToken> token) {
        Pages.checkLimit(limit);
        Token tokens = Token.of("projects", "");
        long skipped = tokens.read(token, 0)[0];
        return readers.read(session -> {
            List<Project> rows = session.list(
                    SELECT + " ORDER BY root LIMIT ? OFFSET ?",
                    SqliteProjectStore::project,
                    workspace,
                    limit + 1,
                    skipped);
            return Pages.of(rows, limit, row -> row, row -> tokens.at(skipped + limit));
        });
    }

    private static Project project(ResultSet row) throws SQLException {
        return new Project(
                ProjectId.parse(row.getString(1)), row.getString(2), row.getString(3), Micros.instant(row.getLong(4)));
    }
}
