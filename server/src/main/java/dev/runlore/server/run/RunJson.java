// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunError;
import dev.runlore.domain.RunId;
import dev.runlore.domain.User;
import dev.runlore.domain.WriterState;
import dev.runlore.server.http.WireJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A run as answers write it. */
public final class RunJson {
    private RunJson() {}

    public static void write(JsonGenerator out, Run run) throws IOException {
        out.writeStartObject();
        writeNames(out, run);
        writeCommand(out, run);
        writeCourse(out, run);
        writeContent(out, run);
        writeWarnings(out, run);
        writeWriters(out, run);
        out.writeEndObject();
    }

    private static void writeNames(JsonGenerator out, Run run) throws IOException {
        out.writeStringField("id", run.id().value());
        out.writeNumberField("number", run.number());
        WireJson.text(out, "name", run.name());
        WireJson.text(out, "description", run.description());
        out.writeObjectFieldStart("experiment");
        out.writeStringField("id", run.experiment().id().toString());
        out.writeStringField("uuid", run.experiment().uuid().toString());
        out.writeStringField("name", run.experiment().name());
        out.writeEndObject();
        out.writeStringField("status", run.status().name());
        WireJson.text(out, "parent", run.parent().map(RunId::value));
        out.writeNumberField("children", run.children());
    }

    private static void writeCommand(JsonGenerator out, Run run) throws IOException {
        WireJson.text(out, "script", run.script());
        out.writeFieldName("arguments");
        WireJson.texts(out, run.arguments());
        out.writeStringField("target", run.target());
        writeUser(out, run.user());
        WireJson.text(out, "host", run.host());
        WireJson.text(out, "snapshot", run.snapshot());
    }

    private static void writeUser(JsonGenerator out, User user) throws IOException {
        out.writeObjectFieldStart("user");
        out.writeStringField("id", user.id().toString());
        WireJson.text(out, "name", user.name());
        out.writeEndObject();
    }

    private static void writeCourse(JsonGenerator out, Run run) throws IOException {
        WireJson.time(out, "created", run.created());
        WireJson.time(out, "started", run.started());
        WireJson.time(out, "ended", run.ended());
        if (run.duration().isPresent()) {
            out.writeNumberField("duration", seconds(run.duration().get()));
        }
        out.writeBooleanField("heartbeat", run.heartbeat());
        out.writeBooleanField("archived", run.archived());
        out.writeNumberField("revision", run.revision());
        writeError(out, run.error());
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static void writeError(JsonGenerator out, Optional<RunError> error) throws IOException {
        if (error.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("error");
        out.writeStringField("code", error.get().code());
        out.writeStringField("message", error.get().message());
        WireJson.text(out, "type", error.get().type());
        WireJson.text(out, "stack", error.get().stack());
        out.writeEndObject();
    }

    private static void writeContent(JsonGenerator out, Run run) throws IOException {
        out.writeFieldName("tags");
        WireJson.tags(out, run.tags());
        out.writeFieldName("properties");
        WireJson.texts(out, run.properties());
        out.writeFieldName("params");
        WireJson.cells(out, run.params());
    }

    private static void writeWarnings(JsonGenerator out, Run run) throws IOException {
        out.writeArrayFieldStart("warnings");
        for (Run.RunWarning warning : run.warnings()) {
            out.writeStartObject();
            WireJson.time(out, "at", warning.at());
            out.writeStringField("text", warning.text());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeWriters(JsonGenerator out, Run run) throws IOException {
        out.writeArrayFieldStart("writers");
        for (WriterState writer : run.writers()) {
            writeWriter(out, writer);
        }
        out.writeEndArray();
    }

    private static void writeWriter(JsonGenerator out, WriterState writer) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", writer.id().toString());
        out.writeNumberField("nextRecord", writer.nextRecord());
        WireJson.text(out, "host", writer.facts().host());
        if (writer.facts().pid().isPresent()) {
            out.writeNumberField("pid", writer.facts().pid().get());
        }
        if (writer.facts().rank().isPresent()) {
            out.writeNumberField("rank", writer.facts().rank().get());
        }
        out.writeArrayFieldStart("gaps");
        for (WriterState.Gap gap : writer.gaps()) {
            out.writeArray(new long[] {gap.from(), gap.to()}, 0, 2);
        }
        out.writeEndArray();
        out.writeNumberField("dropped", writer.dropped());
        out.writeEndObject();
    }
}
