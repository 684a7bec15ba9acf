// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelSource;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Tags;
import dev.runlore.server.mlflow.WireTags;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes models and their versions. */
final class RegistryJson {
    private RegistryJson() {}

    /** @param newest its newest version */
    static void write(JsonGenerator out, Model model, Optional<ModelVersion> newest) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", model.name().value());
        out.writeNumberField("creation_timestamp", model.created().toEpochMilli());
        out.writeNumberField("last_updated_timestamp", model.updated().toEpochMilli());
        if (model.description().isPresent()) {
            out.writeStringField("description", model.description().get());
        }
        if (newest.isPresent()) {
            out.writeArrayFieldStart("latest_versions");
            write(out, newest.get());
            out.writeEndArray();
        }
        WireTags.write(out, "tags", texts(model.tags()));
        if (!model.aliases().isEmpty()) {
            out.writeArrayFieldStart("aliases");
            for (Map.Entry<ModelAlias, Long> alias : model.aliases().entrySet()) {
                out.writeStartObject();
                out.writeStringField("alias", alias.getKey().value());
                out.writeStringField("version", alias.getValue().toString());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    static void write(JsonGenerator out, ModelVersion version) throws IOException {
        ModelSource source = version.source();
        out.writeStartObject();
        out.writeStringField("name", version.name().value());
        out.writeStringField("version", Long.toString(version.version()));
        out.writeNumberField("creation_timestamp", version.created().toEpochMilli());
        out.writeNumberField("last_updated_timestamp", version.updated().toEpochMilli());
        out.writeStringField("current_stage", "None");
        out.writeStringField("status", "READY");
        text(out, "description", version.description());
        text(out, "source", Optional.of(source(source)));
        text(out, "run_id", source.run().map(RunId::value));
        text(out, "run_link", source.runLink());
        text(out, "model_id", source.model().map(Object::toString));
        WireTags.write(out, "tags", texts(version.tags()));
        aliases(out, version.aliases());
        out.writeEndObject();
    }

    /** As its maker told it; of a file that was promoted, where it lay. */
    static String source(ModelSource source) {
        return source.uri()
                .orElseGet(() -> "runs:/" + source.run().map(RunId::value).orElse("") + "/"
                        + source.path().map(Object::toString).orElse(""));
    }

    private static void aliases(JsonGenerator out, List<ModelAlias> aliases) throws IOException {
        if (aliases.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("aliases");
        for (ModelAlias alias : aliases) {
            out.writeString(alias.value());
        }
        out.writeEndArray();
    }

    static void text(JsonGenerator out, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            out.writeStringField(name, text.get());
        }
    }

    static Map<String, String> texts(Tags tags) {
        Map<String, String> texts = new LinkedHashMap<>();
        tags.values().forEach((key, text) -> texts.put(key, text.orElse("")));
        return texts;
    }
}
