// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Artifact;
import dev.runlore.domain.Page;
import dev.runlore.server.http.WireJson;
import java.io.IOException;

/** Artifacts as the wire has them. */
final class ArtifactJson {
    private ArtifactJson() {}

    static void write(JsonGenerator out, Page<Artifact> page) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("items");
        for (Artifact artifact : page.items()) {
            write(out, artifact);
        }
        out.writeEndArray();
        WireJson.next(out, page.next());
        out.writeEndObject();
    }

    static void write(JsonGenerator out, Artifact artifact) throws IOException {
        out.writeStartObject();
        out.writeStringField("path", artifact.path().value());
        if (artifact.blob().isPresent()) {
            out.writeStringField("sha256", artifact.blob().get().hex());
            out.writeNumberField("size", artifact.size());
        }
        WireJson.time(out, "created", artifact.created());
        out.writeEndObject();
    }
}
