// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.FilterParser;
import dev.runlore.domain.filter.RunColumn;
import dev.runlore.domain.filter.RunColumnParser;
import dev.runlore.domain.filter.RunField;
import dev.runlore.server.http.CellJson;
import dev.runlore.server.http.Query;
import dev.runlore.store.GroupQuery;
import dev.runlore.store.RunGroup;
import dev.runlore.store.RunStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs in groups, with statistics of what each group logged. */
final class RunGroups {
    private final RunStore runs;

    RunGroups(RunStore runs) {
        this.runs = runs;
    }

    /** @throws RunloreException INVALID_ARGUMENT for fields or a filter that cannot be read, and for too many groups */
    Answer list(Query query) {
        Filter filter = query.find("filter").map(FilterParser::parse).orElse(new Filter.All());
        GroupQuery groups = new GroupQuery(
                fields("by", query.get("by")),
                fields("metrics", query.find("metrics").orElse("")),
                query.find("experiment"),
                filter,
                RunTable.archived(query, filter));
        return new Answer(groups, runs.groups(groups));
    }

    private static List<RunField> fields(String parameter, String text) {
        return text.isBlank()
                ? List.of()
                : RunColumnParser.parse(text).stream()
                        .map(column -> field(parameter, column))
                        .toList();
    }

    private static RunField field(String parameter, RunColumn column) {
        return switch (column) {
            case RunColumn.Field(RunField field) -> field;
            case RunColumn.Detail detail ->
                throw RunloreException.invalid(
                        parameter + " must be fields of a filter but has " + column.text() + "; leave it out");
        };
    }

    record Answer(GroupQuery query, List<RunGroup> groups) {
        void write(JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeArrayFieldStart("items");
            for (RunGroup group : groups) {
                write(out, group);
            }
            out.writeEndArray();
            out.writeEndObject();
        }

        private void write(JsonGenerator out, RunGroup group) throws IOException {
            out.writeStartObject();
            out.writeObjectFieldStart("key");
            for (int i = 0; i < query.by().size(); i++) {
                out.writeFieldName(query.by().get(i).text());
                text(out, group.key().get(i));
            }
            out.writeEndObject();
            out.writeNumberField("runs", group.runs());
            out.writeObjectFieldStart("metrics");
            for (int i = 0; i < query.values().size(); i++) {
                out.writeFieldName(query.values().get(i).text());
                write(out, group.values().get(i));
            }
            out.writeEndObject();
            out.writeEndObject();
        }

        private static void text(JsonGenerator out, Optional<String> text) throws IOException {
            if (text.isPresent()) {
                out.writeString(text.get());
            } else {
                out.writeNull();
            }
        }

        private static void write(JsonGenerator out, RunGroup.Statistics values) throws IOException {
            out.writeStartObject();
            out.writeNumberField("count", values.count());
            out.writeNumberField("nan", values.nan());
            number(out, "mean", values.mean());
            number(out, "min", values.min());
            number(out, "max", values.max());
            number(out, "std", values.deviation());
            out.writeEndObject();
        }

        private static void number(JsonGenerator out, String name, OptionalDouble number) throws IOException {
            if (number.isPresent()) {
                out.writeFieldName(name);
                CellJson.writeNumber(out, number.getAsDouble());
            }
        }
    }
}
