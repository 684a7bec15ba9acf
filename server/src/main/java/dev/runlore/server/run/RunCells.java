// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Cell;
import dev.runlore.domain.Metric;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Summary;
import dev.runlore.domain.filter.Aggregate;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.RunColumn;
import dev.runlore.domain.filter.RunField;
import dev.runlore.server.http.CellJson;
import dev.runlore.server.http.WireJson;
import dev.runlore.server.http.WireTime;
import dev.runlore.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Writes the cells of one column of the run table; what a run does not have is null. */
@FunctionalInterface
interface RunCells {
    void write(JsonGenerator out, Run run) throws IOException;

    /** Reads what all these runs need of a column at once. */
    static RunCells of(RunColumn column, Store store, List<RunId> ids) {
        return switch (column) {
            case RunColumn.Field(RunField field) -> of(field, store, ids);
            case RunColumn.Detail detail -> of(detail, store, ids);
        };
    }

    private static RunCells of(RunField field, Store store, List<RunId> ids) {
        return switch (field) {
            case Attribute attribute -> (out, run) -> write(out, attribute, run);
            case RunField.Metric(String name, Aggregate aggregate) ->
                metric(store.metrics().find(ids, name), aggregate);
            case RunField.Parameter(String key) ->
                (out, run) -> cell(out, run.params().get(key));
            case RunField.Tag(String key) ->
                (out, run) -> text(out, run.tags().values().getOrDefault(key, Optional.empty()));
            case RunField.Property(String key) ->
                (out, run) -> text(out, Optional.ofNullable(run.properties().get(key)));
        };
    }

    private static RunCells of(RunColumn.Detail detail, Store store, List<RunId> ids) {
        return switch (detail) {
            case METRICS -> lastValues(store.metrics().lastValues(ids));
            case PARAMS -> (out, run) -> WireJson.cells(out, run.params());
            case TAGS -> (out, run) -> WireJson.tags(out, run.tags());
            case PROPERTIES -> (out, run) -> WireJson.texts(out, run.properties());
            case ARTIFACTS -> artifacts(store.runs().artifactPaths(ids));
            case ARGUMENTS -> (out, run) -> WireJson.texts(out, run.arguments());
            case HEARTBEAT -> (out, run) -> out.writeBoolean(run.heartbeat());
            case EXPERIMENT_UUID ->
                (out, run) -> out.writeString(run.experiment().uuid().toString());
            case USER_ID -> (out, run) -> out.writeString(run.user().id().toString());
            case REVISION -> (out, run) -> out.writeNumber(run.revision());
        };
    }

    private static void write(JsonGenerator out, Attribute attribute, Run run) throws IOException {
        switch (attribute) {
            case ID -> out.writeString(run.id().value());
            case NUMBER -> out.writeNumber(run.number());
            case NAME -> text(out, run.name());
            case EXPERIMENT -> out.writeString(run.experiment().name());
            case STATUS -> out.writeString(run.status().name());
            case SCRIPT -> text(out, run.script());
            case TARGET -> out.writeString(run.target());
            case USER -> text(out, run.user().name());
            case HOST -> text(out, run.host());
            case CREATED -> out.writeString(WireTime.text(run.created()));
            case STARTED -> time(out, run.started());
            case ENDED -> time(out, run.ended());
            case DURATION -> duration(out, run);
            case PARENT -> text(out, run.parent().map(RunId::value));
            case ARCHIVED -> out.writeBoolean(run.archived());
            case SNAPSHOT -> text(out, run.snapshot());
            case DESCRIPTION -> text(out, run.description());
        }
    }

    private static RunCells lastValues(Map<RunId, Map<String, Cell>> values) {
        return (out, run) -> WireJson.cells(out, values.getOrDefault(run.id(), Map.of()));
    }

    private static RunCells artifacts(Map<RunId, List<ArtifactPath>> paths) {
        return (out, run) -> WireJson.texts(
                out,
                paths.getOrDefault(run.id(), List.of()).stream()
                        .map(ArtifactPath::value)
                        .toList());
    }

    private static RunCells metric(Map<RunId, Metric> metrics, Aggregate aggregate) {
        return (out, run) -> {
            Metric metric = metrics.get(run.id());
            if (metric == null || metric.columns().size() != 1) {
                out.writeNull();
            } else {
                write(out, metric.columns().getFirst(), aggregate);
            }
        };
    }

    private static void write(JsonGenerator out, Summary summary, Aggregate aggregate) throws IOException {
        switch (aggregate) {
            case LAST -> CellJson.write(out, summary.last());
            case FIRST -> CellJson.write(out, summary.first());
            case MIN -> number(out, summary.min());
            case MAX -> number(out, summary.max());
            case COUNT -> out.writeNumber(summary.count());
        }
    }

    private static void number(JsonGenerator out, OptionalDouble number) throws IOException {
        if (number.isPresent()) {
            CellJson.writeNumber(out, number.getAsDouble());
        } else {
            out.writeNull();
        }
    }

    private static void cell(JsonGenerator out, @Nullable Cell cell) throws IOException {
        CellJson.write(out, cell == null ? Cell.NONE : cell);
    }

    private static void text(JsonGenerator out, Optional<String> text) throws IOException {
        out.writeString(text.orElse(null));
    }

    private static void time(JsonGenerator out, Optional<Instant> time) throws IOException {
        text(out, time.map(WireTime::text));
    }

    private static void duration(JsonGenerator out, Run run) throws IOException {
        if (run.duration().isPresent()) {
            out.writeNumber(RunJson.seconds(run.duration().get()));
        } else {
            out.writeNull();
        }
    }
}
