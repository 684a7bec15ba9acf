// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelRegistration;
import dev.runlore.domain.ModelSource;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Sha256;
import java.util.List;
import java.util.Optional;

/** Makes a version of a model of what its source means. For the writing thread. */
record RegisteredVersion(Writing writing, ModelRegistration registration) {

    /** What a source has: its files, and the path within the run or model that they lie at. */
    private record Found(List<ModelFile> files, Optional<ArtifactPath> path) {
        static final Found NOTHING = new Found(List.of(), Optional.empty());
    }

    /** Key of the version made. */
    long make(long model) {
        Found found = registration.files().map(this::find).orElse(Found.NOTHING);
        ModelSource told = registration.source();
        Optional<ArtifactPath> path = found.files.isEmpty() ? Optional.empty() : found.path;
        ModelSource source = new ModelSource(told.run(), path, told.uri(), told.runLink(), told.model());
        return new NewVersion(source, found.files, registration.description(), registration.tags())
                .insert(writing, model);
    }

    private Found find(ModelRegistration.Files files) {
        return switch (files) {
            case ModelRegistration.Files.OfRun(RunId run, Optional<ArtifactPath> path) ->
                RunRows.keyOf(writing.session(), writing.workspace(), run)
                        .map(key -> new Found(
                                list(Clause.of("FROM artifact WHERE sha256 IS NOT NULL AND run_key = ?", key), path),
                                path))
                        .orElse(Found.NOTHING);
            case ModelRegistration.Files.OfLoggedModel(LoggedModelId model, Optional<ArtifactPath> path) ->
                LoggedModelRows.keyOf(writing.session(), writing.workspace(), model)
                        .map(key -> new Found(
                                list(Clause.of("FROM logged_model_file WHERE logged_key = ?", key), path), path))
                        .orElse(Found.NOTHING);
            case ModelRegistration.Files.OfVersion(ModelName name, long version) -> ofVersion(name, version);
        };
    }

    private List<ModelFile> list(Clause files, Optional<ArtifactPath> path) {
        Clause sql = Clause.of("SELECT path, sha256, size ")
                .then(files)
                .then(Folders.within(path.map(ArtifactPath::value)))
                .then(" ORDER BY path LIMIT ?", Limits.MODEL_FILES + 1);
        return writing.session()
                .list(
                        sql.sql(),
                        row -> new ModelFile(
                                new ArtifactPath(row.getString(1)), new Sha256(row.getString(2)), row.getLong(3)),
                        sql.array());
    }

    private Found ofVersion(ModelName name, long version) {
        return writing.session()
                .first(
                        ModelRows.VERSIONS + " WHERE m.workspace_id = ? AND m.name = ? AND v.version = ?",
                        row -> new Found(
                                ModelRows.files(writing.session(), row.getLong("version_key")),
                                Optional.ofNullable(row.getString("artifact_path"))
                                        .map(ArtifactPath::new)),
                        writing.workspace(),
                        name.value(),
                        version)
                .orElse(Found.NOTHING);
    }
}
