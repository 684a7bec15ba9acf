// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.input;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Dataset;
import dev.runlore.domain.UsedDataset;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.WireTags;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Datasets of runs; what for a run uses one is a tag for clients. */
public final class InputJson {
    private static final String CONTEXT = "mlflow.data.context";

    private InputJson() {}

    static UsedDataset read(Arguments input) {
        Arguments dataset = input.object("dataset").orElseThrow(() -> input.missing("dataset"));
        Map<String, String> tags = new LinkedHashMap<>();
        for (Arguments tag : input.objects("tags")) {
            tags.put(tag.text("key"), tag.find("value").orElse(""));
        }
        Optional<String> context = Optional.ofNullable(tags.remove(CONTEXT));
        return new UsedDataset(
                new Dataset(
                        dataset.text("name"),
                        dataset.text("digest"),
                        dataset.text("source_type"),
                        dataset.text("source"),
                        dataset.find("schema"),
                        dataset.find("profile")),
                context,
                tags);
    }

    /** An empty list is left out. */
    public static void write(JsonGenerator out, List<UsedDataset> inputs) throws IOException {
        if (inputs.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("dataset_inputs");
        for (UsedDataset input : inputs) {
            out.writeStartObject();
            WireTags.write(out, "tags", tags(input));
            write(out, input.dataset());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static Map<String, String> tags(UsedDataset input) {
        Map<String, String> tags = new LinkedHashMap<>();
        input.context().ifPresent(context -> tags.put(CONTEXT, context));
        tags.putAll(input.tags());
        return tags;
    }

    private static void write(JsonGenerator out, Dataset dataset) throws IOException {
        out.writeObjectFieldStart("dataset");
        out.writeStringField("name", dataset.name());
        out.writeStringField("digest", dataset.digest());
        out.writeStringField("source_type", dataset.sourceType());
        out.writeStringField("source", dataset.source());
        if (dataset.schema().isPresent()) {
            out.writeStringField("schema", dataset.schema().get());
        }
        if (dataset.profile().isPresent()) {
            out.writeStringField("profile", dataset.profile().get());
        }
        out.writeEndObject();
    }
}
