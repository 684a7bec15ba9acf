// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelName;
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
    static final String MODELS = "SELECT m.* FROM model m";
    static final String VERSIONS = "SELECT v.*, m.name FROM model m JOIN model_version v ON v.model_key = m.model_key";

    private ModelRows() {}

    static Model model(Session session, ResultSet row) throws SQLException {
        long key = row.getLong("model_key");
        return new Model(
                new ModelName(row.getString("name")),
                Optional.ofNullable(row.getString("description")),
                tags(session, "SELECT key, text FROM model_tag WHERE model_key = ? ORDER BY position", key),
                row.getLong("last_version"),
                Micros.instant(row.getLong("created")),
                Micros.instant(row.getLong("updated")));
    }

    static ModelVersion version(Session session, ResultSet row) throws SQLException {
        long key = row.getLong("version_key");
        return new ModelVersion(
                new ModelName(row.getString("name")),
                row.getLong("version"),
                new RunId(row.getString("run_id")),
                new ArtifactPath(row.getString("artifact_path")),
                files(session, key),
                Optional.ofNullable(row.getString("description")),
                tags(session, "SELECT key, text FROM model_version_tag WHERE version_key = ? ORDER BY position", key),
                Micros.instant(row.getLong("created")),
                Micros.instant(row.getLong("updated")));
    }

    private static List<ModelFile> files(Session session, long version) {
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
