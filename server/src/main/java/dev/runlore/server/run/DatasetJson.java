// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Dataset;
import dev.runlore.domain.UsedDataset;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.WireJson;
import java.io.IOException;

/** A dataset that a run uses, as JSON. */
public final class DatasetJson {
    private DatasetJson() {}

    public static void write(JsonGenerator out, UsedDataset used) throws IOException {
        Dataset dataset = used.dataset();
        out.writeStartObject();
        out.writeStringField("name", dataset.name());
        out.writeStringField("digest", dataset.digest());
        out.writeStringField("sourceType", dataset.sourceType());
        out.writeStringField("source", dataset.source());
        WireJson.text(out, "schema", dataset.schema());
        WireJson.text(out, "profile", dataset.profile());
        WireJson.text(out, "context", used.context());
        out.writeFieldName("tags");
        WireJson.texts(out, used.tags());
        out.writeEndObject();
    }

    /** Reads what {@link #write} writes. */
    public static UsedDataset read(Fields fields) {
        Dataset dataset = new Dataset(
                fields.get("name"),
                fields.get("digest"),
                fields.get("sourceType"),
                fields.get("source"),
                fields.text("schema"),
                fields.text("profile"));
        return new UsedDataset(dataset, fields.text("context"), fields.entries("tags", Fields::text));
    }
}
