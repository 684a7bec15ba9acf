// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelSource;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Tags;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads rows of the tables of models and their versions. */
final class ModelRows {
    static final String MODELS = """
            SELECT m.*, (SELECT coalesce(max(version), 0) FROM model_version v WHERE v.model_key = m.model_key) AS newest
            FROM model m""";
    static final String VERSIONS = "SELECT v.*, m.name FROM model m JOIN model_version v ON v.model_key = m.model_key";

    private ModelRows() {}

    static Model model(Session session, ResultSet row) throws SQLException {
        long key = row.getLong("model_key");
        return new Model(
                new ModelName(row.getString("name")),
                Optional.ofNullable(row.getString("description")),
                tags(session, "SELECT key, text FROM model_tag WHERE model_key = ? ORDER BY position", key),
                aliases(session, key),
                row.getLong("newest"),
                Micros.instant(row.getLong("created")),
                Micros.instant(row.getLong("updated")));
    }

    static ModelVersion version(Session session, ResultSet row) throws SQLException {
        long key = row.getLong("version_key");
        return new ModelVersion(
                new ModelName(row.getString("name")),
                row.getLong("version"),
                source(row),
                files(session, key),
                Optional.ofNullable(row.getString("description")),
                tags(session, "SELECT key, text FROM model_version_tag WHERE version_key = ? ORDER BY position", key),
                session.list(
                        "SELECT alias FROM model_alias WHERE model_key = ? AND version = ? ORDER BY alias",
                        alias -> new ModelAlias(alias.getString(1)),
                        row.getLong("model_key"),
                        row.getLong("version")),
                Micros.instant(row.getLong("created")),
                Micros.instant(row.getLong("updated")));
    }

    private static ModelSource source(ResultSet row) throws SQLException {
        return new ModelSource(
                Optional.ofNullable(row.getString("run_id")).map(RunId::new),
                Optional.ofNullable(row.getString("artifact_path")).map(ArtifactPath::new),
                Optional.ofNullable(row.getString("source")),
                Optional.ofNullable(row.getString("run_link")),
                Optional.ofNullable(row.getString("logged_model")).map(LoggedModelId::new));
    }

    private static Map<ModelAlias, Long> aliases(Session session, long model) {
        Map<ModelAlias, Long> aliases = new LinkedHashMap<>();
        session.each(
                "SELECT alias, version FROM model_alias WHERE model_key = ? ORDER BY alias",
                row -> aliases.put(new ModelAlias(row.getString(1)), row.getLong(2)),
                model);
        return aliases;
    }

    /** The files of a version, by their paths. */
    static List<ModelFile> files(Session session, long version) {
        return session.list(
                "SELECT path, sha256, size FROM model_version_file WHERE version_key = ? ORDER BY path",
                row -> new ModelFile(new ArtifactPath(row.getString(1)), new Sha256(row.getString(2)), row.getLong(3)),
                version);
    }

    private static Tags tags(Session session, String sql, long key) {
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        session.list(sql, row -> Map.entry(row.getString(1), Optional.ofNullable(row.getString(2))), key)
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return new Tags(tags);
    }
}
