// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelChange;
import dev.runlore.domain.ModelDraft;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelRegistration;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Promotion;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.store.ModelField;
import dev.runlore.store.ModelQuery;
import dev.runlore.store.ModelStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Models in SQLite. Thread-safe. */
final class SqliteModelStore implements ModelStore {
    private static final ModelSql MODEL_SQL = new ModelSql(
            Map.of(
                    ModelField.Attribute.NAME, "m.name",
                    ModelField.Attribute.CREATED, "m.created / 1000",
                    ModelField.Attribute.UPDATED, "m.updated / 1000"),
            "m.model_key",
            "model",
            "m.name");
    private static final ModelSql VERSION_SQL = new ModelSql(
            Map.of(
                    ModelField.Attribute.NAME, "m.name",
                    ModelField.Attribute.VERSION, "v.version",
                    ModelField.Attribute.RUN, "v.run_id",
                    ModelField.Attribute.SOURCE, "v.source",
                    ModelField.Attribute.CREATED, "v.created / 1000",
                    ModelField.Attribute.UPDATED, "v.updated / 1000"),
            "v.version_key",
            "model_version",
            "v.updated DESC, m.name, v.version DESC");

    private final GroupCommit writer;
    private final Readers readers;
    private final long workspace;

    SqliteModelStore(GroupCommit writer, Readers readers, long workspace) {
        this.writer = writer;
        this.readers = readers;
        this.workspace = workspace;
    }

    @Override
    public Created create(ModelDraft draft) {
        return writer.write(Weight.SMALL, writing -> {
            Optional<Long> there = ModelWrites.keyOf(writing.session(), workspace, draft.name());
            long key = there.orElseGet(() -> ModelWrites.insert(writing, draft));
            Model model = model(writing.session(), key);
            if (!new ModelDraft(model.name(), model.description(), model.tags()).equals(draft)) {
                throw new RunloreException(
                        ErrorCode.ALREADY_EXISTS,
                        "model '" + Shown.text(draft.name().value())
                                + "' is there with other content; change that one");
            }
            return new Created(model, there.isEmpty());
        });
    }

    @Override
    public ModelVersion promote(Promotion promotion) {
        return writer.write(Weight.SMALL, writing -> {
            long key = new PromotedVersion(writing, promotion).make();
            return version(writing.session(), key);
        });
    }

    @Override
    public ModelVersion register(ModelRegistration registration) {
        return writer.write(Weight.SMALL, writing -> {
            long model = existing(writing, registration.name());
            return version(writing.session(), new RegisteredVersion(writing, registration).make(model));
        });
    }

    private long existing(Writing writing, ModelName name) {
        return ModelWrites.keyOf(writing.session(), workspace, name).orElseThrow(() -> missing(name));
    }

    private static Model model(Session session, long key) {
        return session.first(ModelRows.MODELS + " WHERE m.model_key = ?", row -> ModelRows.model(session, row), key)
                .orElseThrow();
    }

    private static ModelVersion version(Session session, long key) {
        return session.first(
                        ModelRows.VERSIONS + " WHERE v.version_key = ?", row -> ModelRows.version(session, row), key)
                .orElseThrow();
    }

    @Override
    public Optional<Model> find(ModelName name) {
        return readers.read(
                session -> ModelWrites.keyOf(session, workspace, name).map(key -> model(session, key)));
    }

    @Override
    public Page<Model> list(int limit, Optional<PageToken> token) {
        Pages.checkLimit(limit);
        Token tokens = Token.of("models");
        long before = tokens.read(token, Long.MAX_VALUE)[0];
        return readers.read(session -> {
            List<Map.Entry<Long, Model>> rows = session.list(
                    ModelRows.MODELS
                            + " WHERE m.workspace_id = ? AND m.model_key < ? ORDER BY m.model_key DESC LIMIT ?",
                    row -> Map.entry(row.getLong("model_key"), ModelRows.model(session, row)),
                    workspace,
                    before,
                    limit + 1);
            return Pages.of(rows, limit, Map.Entry::getValue, row -> tokens.at(row.getKey()));
        });
    }

    @Override
    public Optional<ModelVersion> findVersion(ModelName name, OptionalLong version) {
        return readers.read(session -> session.first(
                ModelRows.VERSIONS
                        + " WHERE m.workspace_id = ? AND m.name = ? AND v.version = coalesce(?, (SELECT max(version) FROM model_version n WHERE n.model_key = m.model_key))",
                row -> ModelRows.version(session, row),
                workspace,
                name.value(),
                version.isPresent() ? version.getAsLong() : null));
    }

    @Override
    public Page<ModelVersion> versions(ModelName name, int limit, Optional<PageToken> token) {
        Pages.checkLimit(limit);
        Token tokens = Token.of("model-versions", name);
        long before = tokens.read(token, Long.MAX_VALUE)[0];
        return readers.read(session -> {
            List<ModelVersion> rows = session.list(
                    ModelRows.VERSIONS + " WHERE m.workspace_id = ? AND m.name = ? AND v.version < ?"
                            + " ORDER BY v.version DESC LIMIT ?",
                    row -> ModelRows.version(session, row),
                    workspace,
                    name.value(),
                    before,
                    limit + 1);
            return Pages.of(rows, limit, row -> row, row -> tokens.at(row.version()));
        });
    }

    @Override
    public Model change(ModelName name, ModelChange change) {
        return writer.write(Weight.SMALL, writing -> {
            Session session = writing.session();
            long key = existing(writing, name);
            ModelWrites.putTags(
                    writing, "model", key, change.of(model(session, key).tags()));
            ModelWrites.describe(writing, "model", key, change.description());
            return model(session, key);
        });
    }

    private static RunloreException missing(ModelName name) {
        return RunloreException.notFound(
                "model '" + Shown.text(name.value()) + "' must be in the history but is not; list the models");
    }

    @Override
    public ModelVersion change(ModelName name, long version, ModelChange change) {
        return writer.write(Weight.SMALL, writing -> {
            Session session = writing.session();
            long key = existing(session, existing(writing, name), name, version);
            ModelWrites.putTags(
                    writing,
                    "model_version",
                    key,
                    change.of(version(session, key).tags()));
            ModelWrites.describe(writing, "model_version", key, change.description());
            return version(session, key);
        });
    }

    private static long existing(Session session, long model, ModelName name, long version) {
        return session.first(
                        "SELECT version_key FROM model_version WHERE model_key = ? AND version = ?",
                        row -> row.getLong(1),
                        model,
                        version)
                .orElseThrow(() -> RunloreException.notFound("version " + version + " of model '"
                        + Shown.text(name.value()) + "' must be there but is not; list its versions"));
    }

    @Override
    public Page<Model> search(ModelQuery query) {
        Clause from = Clause.of(ModelRows.MODELS + " WHERE m.workspace_id = ?", workspace);
        return search("models-search", MODEL_SQL, from, query, ModelRows::model);
    }

    @Override
    public Page<ModelVersion> searchVersions(ModelQuery query) {
        Clause from = Clause.of(ModelRows.VERSIONS + " WHERE m.workspace_id = ?", workspace);
        return search("versions-search", VERSION_SQL, from, query, ModelRows::version);
    }

    /** Reads one row with what other tables have of it. */
    private interface Reader<T> {
        T read(Session session, ResultSet row) throws SQLException;
    }

    private <T> Page<T> search(String list, ModelSql fields, Clause from, ModelQuery query, Reader<T> reader) {
        Pages.checkLimit(query.limit());
        Token tokens = Token.of(list, query.conditions(), query.order());
        long skipped = tokens.read(query.token(), 0)[0];
        Clause sql = from.then(fields.where(query.conditions()))
                .then(fields.order(query.order()))
                .then(" LIMIT ? OFFSET ?", query.limit() + 1, skipped);
        return readers.read(session -> session.limited(() -> {
            List<T> rows = session.list(sql.sql(), row -> reader.read(session, row), sql.array());
            return Pages.of(rows, query.limit(), row -> row, row -> tokens.at(skipped + query.limit()));
        }));
    }

    @Override
    public void putAlias(ModelName name, ModelAlias alias, long version) {
        writer.write(Weight.SMALL, writing -> {
            Session session = writing.session();
            long model = existing(writing, name);
            existing(session, model, name, version);
            return session.update("""
                    INSERT INTO model_alias (model_key, alias, workspace_id, version) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET version = excluded.version
                    """, model, alias.value(), workspace, version);
        });
    }

    @Override
    public void deleteAlias(ModelName name, ModelAlias alias) {
        writer.write(
                Weight.SMALL,
                writing -> writing.session()
                        .update(
                                "DELETE FROM model_alias WHERE model_key = ? AND alias = ?",
                                existing(writing, name),
                                alias.value()));
    }

    @Override
    public void deleteVersion(ModelName name, long version) {
        writer.write(Weight.SMALL, writing -> {
            Session session = writing.session();
            long model = existing(writing, name);
            long key = existing(session, model, name, version);
            OwnedTable.OF_MODELS.stream()
                    .filter(table -> table.owner().equals("model_version"))
                    .forEach(table -> table.delete(session, key));
            session.update("DELETE FROM model_alias WHERE model_key = ? AND version = ?", model, version);
            session.update("DELETE FROM model_version WHERE version_key = ?", key);
            return session.update("UPDATE model SET updated = ? WHERE model_key = ?", writing.now(), model);
        });
    }
}
