// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.snapshot;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Page;
import dev.runlore.domain.Snapshot;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.server.http.WireJson;
import java.io.IOException;
import java.util.List;

/** Snapshots as answers write them. */
final class SnapshotJson {
    private SnapshotJson() {}

    static void write(JsonGenerator out, Snapshot snapshot) throws IOException {
        out.writeStartObject();
        facts(out, snapshot);
        out.writeEndObject();
    }

    static void write(JsonGenerator out, Snapshot snapshot, Page<SnapshotFile> files) throws IOException {
        out.writeStartObject();
        facts(out, snapshot);
        files(out, "items", files.items());
        WireJson.next(out, files.next());
        out.writeEndObject();
    }

    static void write(JsonGenerator out, SnapshotDiff diff) throws IOException {
        out.writeStartObject();
        files(out, "added", diff.added());
        files(out, "removed", diff.removed());
        out.writeArrayFieldStart("changed");
        for (SnapshotDiff.Change change : diff.changed()) {
            out.writeStartObject();
            out.writeStringField("path", change.from().path().value());
            out.writeObjectFieldStart("from");
            content(out, change.from());
            out.writeEndObject();
            out.writeObjectFieldStart("to");
            content(out, change.to());
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void facts(JsonGenerator out, Snapshot snapshot) throws IOException {
        out.writeStringField("id", snapshot.id().value());
        WireJson.time(out, "created", snapshot.created());
        out.writeNumberField("files", snapshot.files());
        out.writeNumberField("bytes", snapshot.bytes());
    }

    private static void files(JsonGenerator out, String name, List<SnapshotFile> files) throws IOException {
        out.writeArrayFieldStart(name);
        for (SnapshotFile file : files) {
            out.writeStartObject();
            out.writeStringField("path", file.path().value());
            content(out, file);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void content(JsonGenerator out, SnapshotFile file) throws IOException {
        out.writeStringField("mode", file.executable() ? "x" : "f");
        out.writeStringField("sha256", file.sha256().hex());
        out.writeNumberField("size", file.size());
    }
}
