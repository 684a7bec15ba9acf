// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ModelLink;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunError;
import dev.runlore.domain.RunId;
import dev.runlore.domain.User;
import dev.runlore.domain.WholeRun;
import dev.runlore.domain.WriterFacts;
import dev.runlore.domain.WriterState;
import dev.runlore.server.http.Json;
import dev.runlore.server.http.WireJson;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The file {@code run.json}: the same bytes for the same facts. {@link WholeRunFields} reads it. */
final class WholeRunJson {
    private WholeRunJson() {}

    static byte[] bytes(WholeRun run) {
        return Json.bytes(out -> {
            out.writeStartObject();
            writeNames(out, run);
            writeCommand(out, run);
            writeCourse(out, run);
            writeContent(out, run);
            writeWarnings(out, run.warnings());
            writeWriters(out, run.writers());
            writeModels(out, run.models());
            out.writeEndObject();
        });
    }

    private static void writeNames(JsonGenerator out, WholeRun run) throws IOException {
        RunDraft draft = run.draft();
        out.writeStringField("id", run.id().value());
        out.writeNumberField("number", run.origin().number());
        out.writeNumberField("revision", run.revision());
        out.writeObjectFieldStart("experiment");
        WireJson.text(out, "uuid", run.origin().experimentUuid().map(Object::toString));
        out.writeStringField("name", draft.experiment());
        out.writeEndObject();
        WireJson.text(out, "name", draft.name());
        WireJson.text(out, "description", draft.description());
        WireJson.text(out, "parent", draft.parent().map(RunId::value));
        out.writeStringField("made", run.made().hex());
    }

    private static void writeCommand(JsonGenerator out, WholeRun run) throws IOException {
        RunDraft draft = run.draft();
        WireJson.text(out, "script", draft.script());
        out.writeFieldName("arguments");
        WireJson.texts(out, draft.arguments());
        out.writeStringField("target", draft.target());
        writeUser(out, draft.user());
        WireJson.text(out, "host", draft.host());
        if (draft.snapshot().isPresent()) {
            out.writeObjectFieldStart("snapshot");
            out.writeStringField("id", draft.snapshot().get().value());
            out.writeBooleanField("explicit", run.explicitSnapshot());
            out.writeEndObject();
        }
    }

    private static void writeUser(JsonGenerator out, User user) throws IOException {
        out.writeObjectFieldStart("user");
        out.writeStringField("id", user.id().toString());
        WireJson.text(out, "name", user.name());
        out.writeEndObject();
    }

    private static void writeCourse(JsonGenerator out, WholeRun run) throws IOException {
        RunDraft.Origin origin = run.origin();
        out.writeStringField("status", run.draft().status().name());
        WireJson.time(out, "created", origin.created());
        WireJson.time(out, "started", origin.started());
        WireJson.time(out, "ended", origin.ended());
        out.writeBooleanField("heartbeat", run.draft().heartbeat());
        out.writeBooleanField("archived", origin.archived());
        if (run.error().isPresent()) {
            RunError error = run.error().get();
            out.writeObjectFieldStart("error");
            out.writeStringField("code", error.code());
            out.writeStringField("message", error.message());
            WireJson.text(out, "type", error.type());
            WireJson.text(out, "stack", error.stack());
            out.writeEndObject();
        }
    }

    private static void writeContent(JsonGenerator out, WholeRun run) throws IOException {
        out.writeFieldName("tags");
        WireJson.tags(out, run.draft().tags());
        out.writeFieldName("properties");
        WireJson.texts(out, run.draft().properties());
        out.writeFieldName("params");
        WireJson.cells(out, run.draft().params());
    }

    private static void writeWarnings(JsonGenerator out, List<Run.RunWarning> warnings) throws IOException {
        out.writeArrayFieldStart("warnings");
        for (Run.RunWarning warning : warnings) {
            out.writeStartObject();
            WireJson.time(out, "at", warning.at());
            out.writeStringField("text", warning.text());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeModels(JsonGenerator out, List<ModelLink> models) throws IOException {
        if (models.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("models");
        for (ModelLink link : models) {
            out.writeStartObject();
            out.writeStringField("role", link.role().name().toLowerCase(Locale.ROOT));
            out.writeStringField("id", link.model().value());
            out.writeNumberField("step", link.step());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeWriters(JsonGenerator out, List<WriterState> writers) throws IOException {
        out.writeArrayFieldStart("writers");
        for (WriterState writer : writers) {
            out.writeStartObject();
            out.writeStringField("id", writer.id().toString());
            out.writeNumberField("nextRecord", writer.nextRecord());
            writeFacts(out, writer.facts());
            out.writeArrayFieldStart("gaps");
            for (WriterState.Gap gap : writer.gaps()) {
                out.writeStartObject();
                out.writeNumberField("from", gap.from());
                out.writeNumberField("to", gap.to());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeNumberField("dropped", writer.dropped());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeFacts(JsonGenerator out, WriterFacts facts) throws IOException {
        WireJson.text(out, "host", facts.host());
        if (facts.pid().isPresent()) {
            out.writeNumberField("pid", facts.pid().get());
        }
        if (facts.rank().isPresent()) {
            out.writeNumberField("rank", facts.rank().get());
        }
    }
}
