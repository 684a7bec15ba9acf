// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Metric;
import dev.runlore.domain.Page;
import dev.runlore.domain.Summary;
import dev.runlore.server.http.CellJson;
import dev.runlore.server.http.WireJson;
import dev.runlore.store.MetricStore.MetricName;
import java.io.IOException;
import java.util.OptionalDouble;

/** Metrics, their summaries and their names as the wire has them. */
final class MetricJson {
    private MetricJson() {}

    static void write(JsonGenerator out, Page<Metric> page) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("items");
        for (Metric metric : page.items()) {
            write(out, metric);
        }
        out.writeEndArray();
        WireJson.next(out, page.next());
        out.writeEndObject();
    }

    static void writeNames(JsonGenerator out, Page<MetricName> page) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("items");
        for (MetricName name : page.items()) {
            out.writeStartObject();
            out.writeStringField("name", name.name());
            out.writeStringField("column", name.column());
            out.writeNumberField("runs", name.runs());
            out.writeEndObject();
        }
        out.writeEndArray();
        WireJson.next(out, page.next());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Metric metric) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", metric.name());
        out.writeStringField("kind", metric.kind().word());
        out.writeArrayFieldStart("columns");
        for (Summary summary : metric.columns()) {
            write(out, summary);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Summary summary) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", summary.column());
        out.writeStringField("type", summary.type().word());
        out.writeNumberField("count", summary.count());
        out.writeNumberField("nan", summary.nan());
        out.writeFieldName("first");
        CellJson.write(out, summary.first());
        out.writeFieldName("last");
        CellJson.write(out, summary.last());
        write(out, "min", summary.min());
        write(out, "max", summary.max());
        write(out, "firstStep", summary.firstStep());
        write(out, "lastStep", summary.lastStep());
        write(out, "minStep", summary.minStep());
        write(out, "maxStep", summary.maxStep());
        out.writeNumberField("lastTime", summary.lastTime());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, String field, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            out.writeFieldName(field);
            Numbers.write(out, value.getAsDouble());
        }
    }
}
