// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runlore.domain.Cell;
import dev.runlore.domain.Rejection;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.WriterFacts;
import dev.runlore.server.http.WireTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A record as the examples write down what a line means. */
final class ReadRecord {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ReadRecord() {}

    static JsonNode of(RunRecord record) {
        return switch (record) {
            case RunRecord.Create(RunDraft draft, WriterFacts writer) -> named("create", create(draft, writer));
            case RunRecord.Rows rows -> named("rows", rows(rows));
            case RunRecord.Values values -> named("values", values(values));
            case RunRecord.Tag(String key, Optional<String> text) ->
                named("tag", JSON.objectNode().put(key, text.orElse(null)));
            case RunRecord.Untag(String key) -> named("untag", JSON.textNode(key));
            case RunRecord.Several(List<RunRecord> parts) -> {
                ArrayNode several = JSON.arrayNode();
                parts.forEach(part -> several.add(of(part)));
                yield named("several", several);
            }
            case RunRecord.Property(String key, String text) ->
                named("property", JSON.objectNode().put(key, text));
            case RunRecord.Parameter(String key, Cell value) ->
                named("parameter", JSON.objectNode().put(key, cell(value)));
            case RunRecord.PutArtifact(var path, Optional<Sha256> blob, long size) ->
                named(
                        "artifact",
                        JSON.objectNode()
                                .put("path", path.value())
                                .put("sha256", blob.orElseThrow().hex())
                                .put("size", (int) size));
            case RunRecord.TakeSnapshot(Sha256 manifest, boolean explicit) ->
                named(
                        "snapshot",
                        JSON.objectNode().put("manifest", manifest.hex()).put("explicit", explicit));
            case RunRecord.Status status -> named("status", status(status));
            case RunRecord.Warning(String text) -> named("warning", JSON.textNode(text));
            case RunRecord.Dropped(long count) -> named("dropped", JSON.numberNode((int) count));
            case RunRecord.Unreadable(Rejection rejection) -> named("rejected", JSON.textNode(rejection.detail()));
            case RunRecord.Overrule other -> throw new AssertionError(other);
            case RunRecord.Parent other -> throw new AssertionError(other);
            case RunRecord.DeleteArtifact other -> throw new AssertionError(other);
            case RunRecord.LinkModel other -> throw new AssertionError(other);
            case RunRecord.DeleteArtifacts other -> throw new AssertionError(other);
            case RunRecord.Resume other -> throw new AssertionError(other);
            case RunRecord.Heartbeat other -> throw new AssertionError(other);
            case RunRecord.Rename other -> throw new AssertionError(other);
            case RunRecord.Describe other -> throw new AssertionError(other);
            case RunRecord.Archive other -> throw new AssertionError(other);
        };
    }

    private static JsonNode named(String name, JsonNode value) {
        return JSON.objectNode().set(name, value);
    }

    private static JsonNode create(RunDraft draft, WriterFacts writer) {
        ObjectNode create = JSON.objectNode();
        create.put("experiment", draft.experiment());
        draft.name().ifPresent(text -> create.put("name", text));
        create.put("status", draft.status().name());
        draft.script().ifPresent(text -> create.put("script", text));
        draft.arguments().forEach(create.withArray("arguments")::add);
        create.put("target", draft.target());
        create.put("user", draft.user().name().orElseThrow());
        draft.host().ifPresent(text -> create.put("host", text));
        create.put("heartbeat", draft.heartbeat());
        time(create, draft.at());
        ObjectNode tags = create.putObject("tags");
        draft.tags().values().forEach((key, text) -> tags.put(key, text.orElse(null)));
        ObjectNode properties = create.putObject("properties");
        draft.properties().forEach(properties::put);
        create.set("params", cells(draft.params()));
        ObjectNode facts = create.putObject("writer");
        writer.host().ifPresent(text -> facts.put("host", text));
        writer.pid().ifPresent(pid -> facts.put("pid", pid.intValue()));
        writer.rank().ifPresent(rank -> facts.put("rank", rank));
        return create;
    }

    private static JsonNode rows(RunRecord.Rows rows) {
        ObjectNode node = JSON.objectNode()
                .put("metric", rows.metric())
                .put("kind", rows.kind().word())
                .put("time", rows.time());
        step(node, rows.step());
        ObjectNode columns = node.putObject("columns");
        rows.columns().forEach((column, cells) -> {
            ArrayNode array = columns.putArray(column);
            cells.forEach(cell -> array.add(cell(cell)));
        });
        return node;
    }

    private static JsonNode values(RunRecord.Values values) {
        ObjectNode node = JSON.objectNode().put("time", values.time());
        step(node, values.step());
        node.set("values", cells(values.values()));
        ArrayNode refused = node.putArray("refused");
        values.refused().forEach(rejection -> refused.add(rejection.metric().orElseThrow()));
        return node;
    }

    private static JsonNode status(RunRecord.Status status) {
        ObjectNode node = JSON.objectNode().put("to", status.to().name());
        time(node, status.at());
        status.error().ifPresent(error -> {
            ObjectNode cause = node.putObject("error").put("code", error.code()).put("message", error.message());
            error.type().ifPresent(text -> cause.put("type", text));
            error.stack().ifPresent(text -> cause.put("stack", text));
        });
        return node;
    }

    private static void time(ObjectNode node, Optional<Instant> at) {
        at.ifPresent(time -> node.put("at", WireTime.text(time)));
    }

    private static void step(ObjectNode node, OptionalDouble step) {
        step.ifPresent(value -> node.put("step", value));
    }

    private static JsonNode cells(Map<String, Cell> cells) {
        ObjectNode node = JSON.objectNode();
        cells.forEach((name, cell) -> node.put(name, cell(cell)));
        return node;
    }

    private static String cell(Cell cell) {
        return switch (cell) {
            case Cell.Float64(double value) -> "float64:" + value;
            case Cell.Int64(long value) -> "int64:" + value;
            case Cell.Bool(boolean value) -> "bool:" + value;
            case Cell.Text(String value) -> "text:" + value;
            case Cell.None none -> "none";
        };
    }
}
