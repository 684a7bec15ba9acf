// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.store.MetricStore;
import java.io.IOException;
import java.util.List;

/** Writes points of metrics. */
public final class MetricJson {
    private MetricJson() {}

    /** The latest point of each metric; no list when there are none. */
    public static void writeLatest(JsonGenerator out, String field, List<MetricStore.Latest> latest)
            throws IOException {
        if (latest.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart(field);
        for (MetricStore.Latest point : latest) {
            out.writeStartObject();
            out.writeStringField("key", key(point.name(), point.column()));
            write(out, point.value().asDouble(), point.time(), point.step().orElse(0));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** What clients call a column of a metric. */
    static String key(String name, String column) {
        return column.isEmpty() ? name : name + "/" + column;
    }

    /** Value, time and step of a point. */
    public static void write(JsonGenerator out, double value, long time, double step) throws IOException {
        out.writeFieldName("value");
        writeValue(out, value);
        out.writeNumberField("timestamp", time);
        out.writeNumberField("step", Math.round(step));
    }

    /** Clients know no infinities: these are the numbers nearest to them. */
    private static void writeValue(JsonGenerator out, double value) throws IOException {
        if (Double.isNaN(value)) {
            out.writeString("NaN");
        } else {
            out.writeNumber(Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE));
        }
    }
}
