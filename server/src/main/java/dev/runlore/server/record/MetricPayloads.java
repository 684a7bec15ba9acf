// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runlore.domain.Cell;
import dev.runlore.domain.Limits;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.Rejection;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.CellJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the payloads that append to metrics straight from the stream: most of all records are these. */
final class MetricPayloads {
    /** The column of everything that has one. */
    private static final String ONLY = "";

    private MetricPayloads() {}

    static Payload scalar(JsonParser in) throws IOException {
        Cell cell = CellJson.read(in);
        return rows(MetricKind.SCALAR, Map.of(ONLY, List.of(cell)));
    }

    static Payload list(JsonParser in) throws IOException {
        return rows(MetricKind.LIST, Map.of(ONLY, cells("l", in)));
    }

    static Payload row(JsonParser in) throws IOException {
        Map<String, List<Cell>> columns = new LinkedHashMap<>();
        requireObject("r", in);
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String column = in.currentName();
            in.nextToken();
            requireNew(column, columns.put(column, List.of(CellJson.read(in))));
        }
        return rows(MetricKind.TABLE, columns);
    }

    static Payload columns(JsonParser in) throws IOException {
        Map<String, List<Cell>> columns = new LinkedHashMap<>();
        requireObject("c", in);
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String column = in.currentName();
            in.nextToken();
            requireNew(column, columns.put(column, cells("c", in)));
        }
        return rows(MetricKind.TABLE, columns);
    }

    static Payload artifact(JsonParser in) throws IOException {
        String path = new dev.runlore.domain.ArtifactPath(Envelope.text("a", in)).value();
        Map<String, List<Cell>> columns = Map.of(ONLY, List.of(Cell.of(path)));
        return line -> new RunRecord.Rows(line.metric(), line.artifactKind(), line.time(), line.step(), columns);
    }

    /** Several scalars; one that is refused does not hold the others back. */
    static Payload values(JsonParser in, long number) throws IOException {
        requireObject("vs", in);
        Map<String, Cell> values = new LinkedHashMap<>();
        List<Rejection> refused = new ArrayList<>(0);
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            try {
                Limits.requireName("metric name", name, Limits.KEY);
                Cell cell = CellJson.read(in);
                requireNew(name, values.putIfAbsent(name, cell));
            } catch (RunloreException e) {
                in.skipChildren();
                refused.add(new Rejection(number, Optional.of(name), e.code(), String.valueOf(e.getMessage())));
            }
        }
        return line -> new RunRecord.Values(line.time(), line.step(), values, refused);
    }

    private static Payload rows(MetricKind kind, Map<String, List<Cell>> columns) {
        return line -> new RunRecord.Rows(line.metric(), kind, line.time(), line.step(), columns);
    }

    private static List<Cell> cells(String field, JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw RunloreException.invalid(
                    "field '" + field + "' must hold a list of values but does not; send a list");
        }
        List<Cell> cells = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            cells.add(CellJson.read(in));
        }
        return cells;
    }

    private static void requireObject(String field, JsonParser in) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw RunloreException.invalid(
                    "field '" + field + "' must be an object but is not; send names with values");
        }
    }

    private static void requireNew(String name, @org.jspecify.annotations.Nullable Object before) {
        if (before != null) {
            throw RunloreException.invalid("name '" + dev.runlore.domain.Shown.text(name)
                    + "' must come once in a record but came twice; send one value");
        }
    }
}
