// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.LoggedModel;
import dev.runlore.domain.LoggedModelChange;
import dev.runlore.domain.LoggedModelDraft;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelLink;
import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.Page;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.store.LoggedModelStore;
import dev.runlore.store.ModelField;
import dev.runlore.store.ModelQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Logged models in SQLite. Thread-safe. */
final class SqliteLoggedModelStore implements LoggedModelStore {
    private static final ModelSql SQL = new ModelSql(
            Map.of(
                    ModelField.Attribute.ID, "m.id",
                    ModelField.Attribute.NAME, "m.name",
                    ModelField.Attribute.EXPERIMENT, "CAST(m.experiment_id AS TEXT)",
                    ModelField.Attribute.RUN, "m.source",
                    ModelField.Attribute.TYPE, "m.type",
                    ModelField.Attribute.STATUS, "m.status",
                    ModelField.Attribute.CREATED, "m.created / 1000",
                    ModelField.Attribute.UPDATED, "m.updated / 1000"),
            "m.logged_key",
            "logged_model",
            "m.created DESC, m.logged_key DESC");

    private static final String FILES = "FROM logged_model_file WHERE logged_key = ?";

    private final GroupCommit writer;
    private final Readers readers;
    private final long workspace;

    SqliteLoggedModelStore(GroupCommit writer, Readers readers, long workspace) {
        this.writer = writer;
        this.readers = readers;
        this.workspace = workspace;
    }

    @Override
    public LoggedModel create(LoggedModelDraft draft) {
        return writer.write(Weight.SMALL, writing -> {
            Session session = writing.session();
            requireExperiment(session, draft.experiment());
            requireNew(session, draft.id());
            return LoggedModelRows.read(
                    session, LoggedModelWrites.insert(writing, draft).key());
        });
    }

    private void requireExperiment(Session session, ExperimentId experiment) {
        boolean isThere = session.first(
                        "SELECT 1 FROM experiment WHERE workspace_id = ? AND experiment_id = ?",
                        row -> true,
                        workspace,
                        experiment.value())
                .isPresent();
        if (!isThere) {
            throw RunloreException.notFound(
                    "No Experiment with id=" + experiment + " exists; use the id of one that is there");
        }
    }

    private void requireNew(Session session, LoggedModelId id) {
        boolean isTaken = session.first(
                        "SELECT 1 FROM logged_model WHERE workspace_id = ? AND id = ?",
                        row -> true,
                        workspace,
                        id.value())
                .isPresent();
        if (isTaken) {
            throw new RunloreException(
                    ErrorCode.ALREADY_EXISTS, "logged model " + id + " is there already; use another id");
        }
    }

    @Override
    public Optional<LoggedModel> find(LoggedModelId id) {
        return readers.read(session ->
                LoggedModelRows.keyOf(session, workspace, id).map(key -> LoggedModelRows.read(session, key)));
    }

    @Override
    public LoggedModel change(LoggedModelId id, LoggedModelChange change) {
        return writer.write(Weight.SMALL, writing -> {
            LoggedModelWrites model = existing(writing, id);
            model.change(change);
            return LoggedModelRows.read(writing.session(), model.key());
        });
    }

    private LoggedModelWrites existing(Writing writing, LoggedModelId id) {
        return LoggedModelRows.keyOf(writing.session(), workspace, id)
                .map(key -> new LoggedModelWrites(writing, key))
                .orElseThrow(() -> missing(id));
    }

    private static RunloreException missing(LoggedModelId id) {
        return RunloreException.notFound("Logged model with ID '" + id + "' not found; check the id");
    }

    @Override
    public void delete(LoggedModelId id) {
        writer.write(
                Weight.SMALL,
                writing -> writing.session()
                        .update(
                                "UPDATE logged_model SET deleted = 1, updated = ? WHERE logged_key = ?",
                                writing.now(),
                                existing(writing, id).key()));
    }

    @Override
    public Page<LoggedModel> search(Collection<ExperimentId> experiments, ModelQuery query) {
        Pages.checkLimit(query.limit());
        List<Long> ids = experiments.stream().map(ExperimentId::value).toList();
        Token tokens = Token.of("logged-models", ids, query.conditions(), query.order());
        long skipped = tokens.read(query.token(), 0)[0];
        Clause sql = Clause.of(
                        LoggedModelRows.SELECT
                                + " AND m.deleted = 0 AND m.experiment_id IN (SELECT value FROM json_each(?))",
                        workspace,
                        Json.numbers(ids))
                .then(SQL.where(query.conditions()))
                .then(SQL.order(query.order()))
                .then(" LIMIT ? OFFSET ?", query.limit() + 1, skipped);
        return readers.read(session -> session.limited(() -> {
            List<LoggedModel> rows = session.list(sql.sql(), row -> LoggedModelRows.read(session, row), sql.array());
            return Pages.of(rows, query.limit(), row -> row, row -> tokens.at(skipped + query.limit()));
        }));
    }

    @Override
    public void measure(Map<LoggedModelId, List<ModelMetric>> metrics) {
        writer.write(new Weight(metrics.size() * 1_000L, 0), writing -> {
            Map<LoggedModelWrites, List<ModelMetric>> all = new LinkedHashMap<>();
            metrics.forEach((id, points) -> all.put(existing(writing, id), points));
            all.forEach((model, points) -> points.forEach(model::measure));
            return true;
        });
    }

    @Override
    public Map<RunId, List<ModelLink>> links(Collection<RunId> runs) {
        return readers.read(session -> {
            ByRun<List<ModelLink>> links = ByRun.of(session, workspace, runs, ArrayList::new);
            session.each("""
                    SELECT * FROM run_model WHERE run_key IN (SELECT value FROM json_each(?)) ORDER BY run_key, position
                    """, row -> links.of(row.getLong("run_key")).add(RunModels.read(row)), links.array());
            return links.all();
        });
    }

    @Override
    public List<FolderEntry> folder(LoggedModelId id, Optional<ArtifactPath> folder) {
        return readers.read(session -> LoggedModelRows.keyOf(session, workspace, id)
                .map(key -> Folders.list(session, Clause.of(FILES, key), folder.map(ArtifactPath::value)))
                .orElse(List.of()));
    }

    @Override
    public Optional<Artifact> findFile(LoggedModelId id, ArtifactPath path) {
        return readers.read(session -> LoggedModelRows.keyOf(session, workspace, id)
                .flatMap(key -> session.first(
                        "SELECT sha256, size, created " + FILES + " AND path = ?",
                        row -> new Artifact(
                                path,
                                Optional.of(new Sha256(row.getString(1))),
                                row.getLong(2),
                                Micros.instant(row.getLong(3))),
                        key,
                        path.value())));
    }

    @Override
    public void putFile(LoggedModelId id, ArtifactPath path, Sha256 blob, long size) {
        writer.write(
                Weight.SMALL,
                writing -> writing.session()
                        .update(
                                """
                        INSERT INTO logged_model_file (logged_key, path, workspace_id, sha256, size, created)
                        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
                          SET sha256 = excluded.sha256, size = excluded.size, created = excluded.created
                        """,
                                existing(writing, id).key(),
                                path.value(),
                                workspace,
                                blob.hex(),
                                size,
                                writing.now()));
    }

    @Override
    public void deleteFiles(LoggedModelId id, Optional<ArtifactPath> path) {
        writer.write(Weight.SMALL, writing -> {
            Clause sql = Clause.of("DELETE " + FILES, existing(writing, id).key())
                    .then(Folders.within(path.map(ArtifactPath::value)));
            return writing.session().update(sql.sql(), sql.array());
        });
    }
}
