// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.model;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.server.http.WireJson;
import java.io.IOException;

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
        out.writeNumberField("lastVersion", model.lastVersion());
        WireJson.time(out, "created", model.created());
        WireJson.time(out, "updated", model.updated());
        out.writeEndObject();
    }

    static void write(JsonGenerator out, ModelVersion version) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", version.name().value());
        out.writeNumberField("version", version.version());
        out.writeStringField("run", version.run().value());
        out.writeStringField("artifactPath", version.artifactPath().value());
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
