// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Appended;
import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunTransitions;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.UsedDataset;
import dev.runlore.domain.Writer;
import dev.runlore.store.GroupQuery;
import dev.runlore.store.RunGroup;
import dev.runlore.store.RunQuery;
import dev.runlore.store.RunStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs in SQLite. Thread-safe. */
final class SqliteRunStore implements RunStore {
    private static final List<String> CAN_FALL_SILENT = Arrays.stream(RunStatus.values())
            .filter(status -> status != RunStatus.NotResponding)
            .filter(status -> RunTransitions.isLegal(status, RunStatus.NotResponding))
            .map(RunStatus::name)
            .toList();

    private final GroupCommit writer;
    private final Readers readers;
    private final RunLists lists;
    private final long workspace;

    SqliteRunStore(GroupCommit writer, Readers readers, RunTable table, long workspace) {
        this.writer = writer;
        this.readers = readers;
        this.lists = new RunLists(readers, table, workspace);
        this.workspace = workspace;
    }

    @Override
    public Appended append(RunId run, Writer writer, List<RunRecord> records) {
        return this.writer.write(Weight.of(records), new Append(run, writer, records));
    }

    @Override
    public Optional<Run> find(RunId id) {
        return readers.read(session -> RunRows.keyOf(session, workspace, id)
                .flatMap(key -> RunRows.load(session, List.of(key)).stream().findFirst()));
    }

    @Override
    public Page<Run> list(RunQuery query) {
        return lists.list(query);
    }

    @Override
    public Page<Run> children(RunId parent, int limit, Optional<PageToken> token) {
        return lists.children(parent, limit, token);
    }

    @Override
    public List<RunGroup> groups(GroupQuery query) {
        return lists.groups(query);
    }

    @Override
    public Page<Artifact> artifacts(RunId run, Optional<String> prefix, int limit, Optional<PageToken> token) {
        Pages.checkLimit(limit);
        Token tokens = Token.of("artifacts", run, prefix);
        long after = tokens.read(token, 0)[0];
        Clause within = prefix.map(SqliteRunStore::within).orElse(Clause.of(""));
        return readers.read(session -> {
            Clause sql = Clause.of("""
                            SELECT a.* FROM run r JOIN artifact a ON a.run_key = r.run_key
                            WHERE r.workspace_id = ? AND r.id = ? AND a.position > ?
                            """, workspace, run.value(), after)
                    .then(within)
                    .then(" ORDER BY a.position LIMIT ?", limit + 1);
            List<Map.Entry<Long, Artifact>> rows =
                    session.list(sql.sql(), row -> Map.entry(row.getLong("position"), artifact(row)), sql.array());
            return Pages.of(rows, limit, Map.Entry::getValue, row -> tokens.at(row.getKey()));
        });
    }

    /** The file of that path, or what lies below it: '0' is the character after '/'. */
    private static Clause within(String prefix) {
        String folder = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return Clause.of(" AND (a.path = ? OR a.path > ? AND a.path < ?)", prefix, folder + "/", folder + "0");
    }

    private static Artifact artifact(ResultSet row) throws SQLException {
        return new Artifact(
                new ArtifactPath(row.getString("path")),
                Optional.ofNullable(row.getString("sha256")).map(Sha256::new),
                row.getLong("size"),
                Micros.instant(row.getLong("created")));
    }

    @Override
    public List<FolderEntry> folder(RunId run, Optional<ArtifactPath> folder) {
        return readers.read(session -> RunRows.keyOf(session, workspace, run)
                .map(key -> Folders.list(
                        session, Clause.of("FROM artifact WHERE run_key = ?", key), folder.map(ArtifactPath::value)))
                .orElse(List.of()));
    }

    @Override
    public Optional<Artifact> findArtifact(RunId run, ArtifactPath path) {
        return readers.read(
                session -> session.first("""
                SELECT a.* FROM run r JOIN artifact a ON a.run_key = r.run_key AND a.path = ?
                WHERE r.workspace_id = ? AND r.id = ?
                """, SqliteRunStore::artifact, path.value(), workspace, run.value()));
    }

    @Override
    public Map<RunId, List<UsedDataset>> datasets(Collection<RunId> runs) {
        return readers.read(session -> Datasets.find(session, workspace, runs));
    }

    @Override
    public List<DatasetUse> datasetUses(Collection<ExperimentId> experiments, int limit) {
        return readers.read(session -> Datasets.uses(session, workspace, experiments, limit));
    }

    @Override
    public Map<RunId, List<ArtifactPath>> artifactPaths(Collection<RunId> runs) {
        return readers.read(session -> {
            ByRun<List<ArtifactPath>> paths = ByRun.of(session, workspace, runs, ArrayList::new);
            session.list("""
                    SELECT run_key, path FROM artifact WHERE run_key IN (SELECT value FROM json_each(?))
                    ORDER BY run_key, position
                    """, row -> paths.of(row.getLong(1)).add(new ArtifactPath(row.getString(2))), paths.array());
            return paths.all();
        });
    }

    @Override
    public List<RunId> silent(Instant since, Instant until) {
        return readers.read(session -> session.list(
                """
                SELECT id FROM run WHERE workspace_id = ? AND heartbeat = 1 AND status IN (SELECT value FROM json_each(?))
                  AND (last_sign < ? OR last_sign > ?) ORDER BY run_key
                """, row -> new RunId(row.getString(1)), workspace, Json.texts(CAN_FALL_SILENT), since, until));
    }
}
