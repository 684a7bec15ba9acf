// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.model;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelSource;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.domain.RunId;
import dev.runlore.server.http.WireJson;
import java.io.IOException;
import java.util.Map;

/** Models and their versions as answers write them. */
final class ModelJson {
    private ModelJson() {}

    static void writeModels(JsonGenerator out, Page<Model> page) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("items");
        for (Model model : page.items()) {
            write(out, model);
        }
        out.writeEndArray();
        WireJson.next(out, page.next());
        out.writeEndObject();
    }

    static void writeVersions(JsonGenerator out, Page<ModelVersion> page) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("items");
        for (ModelVersion version : page.items()) {
            write(out, version);
        }
        out.writeEndArray();
        WireJson.next(out, page.next());
        out.writeEndObject();
    }

    static void write(JsonGenerator out, Model model) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", model.name().value());
        WireJson.text(out, "description", model.description());
        out.writeFieldName("tags");
        WireJson.tags(out, model.tags());
        if (!model.aliases().isEmpty()) {
            out.writeObjectFieldStart("aliases");
            for (Map.Entry<ModelAlias, Long> alias : model.aliases().entrySet()) {
                out.writeNumberField(alias.getKey().value(), alias.getValue());
            }
            out.writeEndObject();
        }
        out.writeNumberField("lastVersion", model.lastVersion());
        WireJson.time(out, "created", model.created());
        WireJson.time(out, "updated", model.updated());
        out.writeEndObject();
    }

    static void write(JsonGenerator out, ModelVersion version) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", version.name().value());
        out.writeNumberField("version", version.version());
        ModelSource source = version.source();
        WireJson.text(out, "run", source.run().map(RunId::value));
        WireJson.text(out, "artifactPath", source.path().map(ArtifactPath::value));
        WireJson.text(out, "source", source.uri());
        WireJson.text(out, "runLink", source.runLink());
        WireJson.text(out, "loggedModel", source.model().map(LoggedModelId::value));
        if (!version.aliases().isEmpty()) {
            out.writeArrayFieldStart("aliases");
            for (ModelAlias alias : version.aliases()) {
                out.writeString(alias.value());
            }
            out.writeEndArray();
        }
        out.writeArrayFieldStart("files");
        for (ModelFile file : version.files()) {
            out.writeStartObject();
            out.writeStringField("path", file.path().value());
            out.writeStringField("sha256", file.sha256().hex());
            out.writeNumberField("size", file.size());
            out.writeEndObject();
        }
        out.writeEndArray();
        WireJson.text(out, "description", version.description());
        out.writeFieldName("tags");
        WireJson.tags(out, version.tags());
        WireJson.time(out, "created", version.created());
        WireJson.time(out, "updated", version.updated());
        out.writeEndObject();
    }
}
