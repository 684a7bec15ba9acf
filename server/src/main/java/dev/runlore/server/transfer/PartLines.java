// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.runlore.domain.Artifact;
import dev.runlore.domain.Cell;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.UsedDataset;
import dev.runlore.server.http.CellJson;
import dev.runlore.server.http.Json;
import dev.runlore.server.http.WireJson;
import dev.runlore.server.run.DatasetJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the lines of {@code records.ndjson}; {@link PartReader} reads them. The same parts make the same bytes. */
final class PartLines {
    private static final int MOST_ROWS = 10_000;
    private static final long MOST_BYTES = 1 << 20;
    /** About what a number has. */
    private static final int CELL = 16;

    private final JsonGenerator out;

    /** @param bytes flushed by {@link #flush}, never closed */
    PartLines(OutputStream bytes) throws IOException {
        out = Json.STREAMING.createGenerator(bytes);
        out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        out.setRootValueSeparator(new SerializedString(""));
    }

    void flush() throws IOException {
        out.flush();
    }

    void add(Artifact artifact) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("artifact");
        out.writeStringField("path", artifact.path().value());
        WireJson.text(out, "sha256", artifact.blob().map(Sha256::hex));
        out.writeNumberField("size", artifact.size());
        WireJson.time(out, "created", artifact.created());
        out.writeEndObject();
        end();
    }

    void add(UsedDataset used) throws IOException {
        out.writeStartObject();
        out.writeFieldName("dataset");
        DatasetJson.write(out, used);
        out.writeEndObject();
        end();
    }

    void add(Optional<RunPart.Last> last) throws IOException {
        if (last.isPresent()) {
            out.writeStartObject();
            out.writeStringField("m", last.get().metric());
            out.writeStringField("k", last.get().kind().word());
            out.writeObjectFieldStart("last");
            for (Map.Entry<String, Cell> column : last.get().columns().entrySet()) {
                out.writeFieldName(column.getKey());
                CellJson.write(out, column.getValue());
            }
            out.writeEndObject();
            end();
        }
    }

    /** As few lines as keep each within bounds; one row is never cut. */
    void add(RunPart.Points points) throws IOException {
        int from = 0;
        while (from < points.rows()) {
            int to = end(points, from);
            write(points, from, to);
            from = to;
        }
    }

    private static int end(RunPart.Points points, int from) {
        long bytes = 0;
        int to = from;
        while (to < points.rows() && to - from < MOST_ROWS) {
            bytes += bytes(points, to);
            if (bytes > MOST_BYTES && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private static long bytes(RunPart.Points points, int row) {
        long bytes = 0;
        for (List<Optional<Cell>> column : points.columns().values()) {
            bytes += CELL;
            if (column.get(row).orElse(Cell.NONE) instanceof Cell.Text(String text)) {
                bytes += text.length();
            }
        }
        return bytes;
    }

    private void write(RunPart.Points points, int from, int to) throws IOException {
        out.writeStartObject();
        out.writeStringField("m", points.metric());
        out.writeStringField("k", points.kind().word());
        out.writeFieldName("t");
        out.writeArray(points.times(), from, to - from);
        steps(points.steps(), from, to);
        out.writeObjectFieldStart("c");
        for (Map.Entry<String, List<Optional<Cell>>> column : points.columns().entrySet()) {
            List<Optional<Cell>> cells = column.getValue().subList(from, to);
            if (cells.stream().anyMatch(Optional::isPresent)) {
                out.writeFieldName(column.getKey());
                cells(cells);
            }
        }
        out.writeEndObject();
        end();
    }

    private void steps(double[] steps, int from, int to) throws IOException {
        boolean any = false;
        for (int row = from; row < to; row++) {
            any |= !Double.isNaN(steps[row]);
        }
        if (!any) {
            return;
        }
        out.writeArrayFieldStart("s");
        for (int row = from; row < to; row++) {
            step(steps[row]);
        }
        out.writeEndArray();
    }

    private void step(double step) throws IOException {
        if (Double.isNaN(step)) {
            out.writeNull();
        } else if (Double.doubleToLongBits((long) step) == Double.doubleToLongBits(step)) {
            out.writeNumber((long) step);
        } else {
            out.writeNumber(step);
        }
    }

    /** What a row lacks is an empty list: null is a value. */
    private void cells(List<Optional<Cell>> cells) throws IOException {
        out.writeStartArray();
        for (Optional<Cell> cell : cells) {
            if (cell.isPresent()) {
                CellJson.write(out, cell.get());
            } else {
                out.writeStartArray();
                out.writeEndArray();
            }
        }
        out.writeEndArray();
    }

    private void end() throws IOException {
        out.writeEndObject();
        out.writeRaw('\n');
    }
}
