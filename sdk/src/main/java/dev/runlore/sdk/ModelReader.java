// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Sha256;

/** Models and their versions of the API as the domain's records. */
final class ModelReader {
    private ModelReader() {}

    static Model model(JsonObject model) {
        return new Model(
                new ModelName(model.text("name")),
                model.findText("description"),
                RunReader.tags(model),
                model.integer("lastVersion"),
                model.time("created"),
                model.time("updated"));
    }

    static ModelVersion version(JsonObject version) {
        return new ModelVersion(
                new ModelName(version.text("name")),
                version.integer("version"),
                new RunId(version.text("run")),
                new ArtifactPath(version.text("artifactPath")),
                version.objects("files", ModelReader::file),
                version.findText("description"),
                RunReader.tags(version),
                version.time("created"),
                version.time("updated"));
    }

    private static ModelFile file(JsonObject file) {
        return new ModelFile(
                new ArtifactPath(file.text("path")), new Sha256(file.text("sha256")), file.integer("size"));
    }
}
