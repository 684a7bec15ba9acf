// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Cells;
import dev.runlore.domain.ColumnType;
import dev.runlore.server.http.CellJson;
import dev.runlore.server.http.WireJson;
import dev.runlore.store.MetricStore.PointPage;
import java.io.IOException;
import java.util.Map;

/** A page of points as parallel arrays; absent steps and cells are null. */
final class PointsJson {
    private PointsJson() {}

    static void write(JsonGenerator out, PointPage page) throws IOException {
        out.writeStartObject();
        out.writeFieldName("t");
        out.writeArray(page.times(), 0, page.times().length);
        writeSteps(out, page.steps());
        out.writeObjectFieldStart("columns");
        for (Map.Entry<String, Cells> column : page.columns().entrySet()) {
            out.writeFieldName(column.getKey());
            writeCells(out, column.getValue());
        }
        out.writeEndObject();
        WireJson.next(out, page.next());
        out.writeEndObject();
    }

    private static void writeSteps(JsonGenerator out, double[] steps) throws IOException {
        out.writeArrayFieldStart("s");
        for (double step : steps) {
            if (Double.isNaN(step)) {
                out.writeNull();
            } else {
                Numbers.write(out, step);
            }
        }
        out.writeEndArray();
    }

    private static void writeCells(JsonGenerator out, Cells cells) throws IOException {
        out.writeStartArray();
        for (int row = 0; row < cells.size(); row++) {
            if (cells.type() == ColumnType.DOUBLE && cells.isPresent(row)) {
                CellJson.writeNumber(out, cells.number(row));
            } else {
                CellJson.write(out, cells.cell(row));
            }
        }
        out.writeEndArray();
    }
}
