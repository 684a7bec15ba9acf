// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelSource;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Tags;
import java.util.List;
import java.util.Optional;

/** A version that is about to get the next number of its model. For the writing thread. */
record NewVersion(ModelSource source, List<ModelFile> files, Optional<String> description, Tags tags) {
    private static final String INSERT = """
            INSERT INTO model_version (model_key, version, workspace_id, run_id, artifact_path, source, run_link, logged_model,
              description, created, updated)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10) RETURNING version_key
            """;

    /** @throws RunloreException TOO_LARGE */
    NewVersion {
        if (files.size() > Limits.MODEL_FILES) {
            throw new RunloreException(
                    ErrorCode.TOO_LARGE,
                    "a model's version must have at most " + Limits.MODEL_FILES
                            + " files but its source has more; take a folder of it");
        }
    }

    /** Key of the version made. */
    long insert(Writing writing, long model) {
        Session session = writing.session();
        long number = session.number("""
                UPDATE model SET last_version = last_version + 1, updated = ? WHERE model_key = ? RETURNING last_version
                """, writing.now(), model);
        long version = session.number(
                INSERT,
                model,
                number,
                writing.workspace(),
                source.run().map(RunId::value),
                source.path().map(ArtifactPath::value),
                source.uri(),
                source.runLink(),
                source.model().map(LoggedModelId::value),
                description,
                writing.now());
        files.forEach(file -> session.update(
                "INSERT INTO model_version_file (version_key, path, workspace_id, sha256, size) VALUES (?, ?, ?, ?, ?)",
                version,
                file.path().value(),
                writing.workspace(),
                file.sha256().hex(),
                file.size()));
        ModelWrites.putTags(writing, "model_version", version, tags);
        return version;
    }
}
