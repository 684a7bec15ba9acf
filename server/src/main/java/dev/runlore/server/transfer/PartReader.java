// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Cell;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.server.http.CellJson;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.Json;
import dev.runlore.server.http.JsonFault;
import dev.runlore.server.run.DatasetJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the lines of {@code records.ndjson}, each of which has to be right. */
final class PartReader {
    private PartReader() {}

    /**
     * Reads whole lines.
     *
     * @param first number of the first line, for what is wrong with one
     * @throws RunloreException INVALID_ARGUMENT naming the line
     */
    static List<RunPart> read(byte[] body, long first) throws IOException {
        List<RunPart> parts = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < body.length; end++) {
            if (body[end] == '\n') {
                parts.add(line(body, start, end, first + parts.size()));
                start = end + 1;
            }
        }
        if (start < body.length) {
            throw RunloreException.invalid(
                    "record " + (first + parts.size()) + " must end in a line feed but does not; send whole lines");
        }
        return parts;
    }

    private static RunPart line(byte[] body, int start, int end, long number) throws IOException {
        try (JsonParser in = Json.STREAMING.createParser(body, start, end - start)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw RunloreException.invalid("it must be a JSON object but is not; export the run again");
            }
            RunPart part = part(in);
            if (in.nextToken() != null) {
                throw RunloreException.invalid("its line must hold one object but holds more; export the run again");
            }
            return part;
        } catch (JsonProcessingException e) {
            throw new RunloreException(
                    ErrorCode.INVALID_ARGUMENT, "record " + number + ": " + JsonFault.of("the line", e), e);
        } catch (RunloreException e) {
            throw new RunloreException(e.code(), "record " + number + ": " + e.getMessage(), e);
        }
    }

    private static RunPart part(JsonParser in) throws IOException {
        PointFields points = new PointFields();
        RunPart other = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("artifact") && other == null) {
                other = artifact(Fields.single("artifact", Json.tree(in)));
            } else if (field.equals("dataset") && other == null) {
                Fields line = Fields.single("dataset", Json.tree(in));
                other = new RunPart.Input(
                        DatasetJson.read(line.object("dataset").orElseThrow()));
            } else {
                points.read(field, in);
            }
        }
        return other == null ? points.points() : points.none(other);
    }

    private static RunPart artifact(Fields line) {
        Fields artifact = line.object("artifact").orElseThrow();
        return new RunPart.File(new Artifact(
                new ArtifactPath(artifact.get("path")),
                artifact.text("sha256").map(Sha256::new),
                artifact.number("size").orElseThrow(() -> artifact.missing("size")),
                artifact.time("created").orElseThrow(() -> artifact.missing("created"))));
    }

    /** The cells of a column, empty where the list has an empty list. */
    private static List<Optional<Cell>> cells(JsonParser in) throws IOException {
        List<Optional<Cell>> cells = new ArrayList<>();
        PointFields.requireList("c", in);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.START_ARRAY) {
                if (in.nextToken() != JsonToken.END_ARRAY) {
                    throw PointFields.wrong("c", "values or empty lists");
                }
                cells.add(Optional.empty());
            } else {
                cells.add(Optional.of(CellJson.read(in)));
            }
        }
        return cells;
    }

    static Map<String, Cell> last(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw PointFields.wrong("last", "an object");
        }
        Map<String, Cell> cells = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            cells.put(name, CellJson.read(in));
        }
        return cells;
    }

    static Map<String, List<Optional<Cell>>> columns(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw PointFields.wrong("c", "an object");
        }
        Map<String, List<Optional<Cell>>> columns = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            @Nullable List<Optional<Cell>> before = columns.put(name, cells(in));
            if (before != null) {
                throw PointFields.wrong("c", "an object that has each column once");
            }
        }
        return columns;
    }
}
