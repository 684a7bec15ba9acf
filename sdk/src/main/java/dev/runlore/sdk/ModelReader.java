// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

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
import java.util.LinkedHashMap;
import java.util.Map;

/** Models and their versions of the API as the domain's records. */
final class ModelReader {
    private ModelReader() {}

    static Model model(JsonObject model) {
        return new Model(
                new ModelName(model.text("name")),
                model.findText("description"),
                RunReader.tags(model),
                aliases(model),
                model.integer("lastVersion"),
                model.time("created"),
                model.time("updated"));
    }

    static ModelVersion version(JsonObject version) {
        return new ModelVersion(
                new ModelName(version.text("name")),
                version.integer("version"),
                source(version),
                version.objects("files", ModelReader::file),
                version.findText("description"),
                RunReader.tags(version),
                version.list("aliases").stream()
                        .map(alias -> new ModelAlias(String.valueOf(alias)))
                        .toList(),
                version.time("created"),
                version.time("updated"));
    }

    private static Map<ModelAlias, Long> aliases(JsonObject model) {
        Map<ModelAlias, Long> aliases = new LinkedHashMap<>();
        model.map("aliases", version -> version instanceof Long number ? number : 0L)
                .forEach((alias, version) -> aliases.put(new ModelAlias(alias), version));
        return aliases;
    }

    private static ModelSource source(JsonObject version) {
        return new ModelSource(
                version.findText("run").map(RunId::new),
                version.findText("artifactPath").map(ArtifactPath::new),
                version.findText("source"),
                version.findText("runLink"),
                version.findText("loggedModel").map(LoggedModelId::new));
    }

    private static ModelFile file(JsonObject file) {
        return new ModelFile(
                new ArtifactPath(file.text("path")), new Sha256(file.text("sha256")), file.integer("size"));
    }
}
