// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Cell;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Tags;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that several resources have, as answers write them: what is absent is left out. */
public final class WireJson {
    private WireJson() {}

    public static void text(JsonGenerator out, String field, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            out.writeStringField(field, text.get());
        }
    }

    public static void time(JsonGenerator out, String field, Instant time) throws IOException {
        out.writeStringField(field, WireTime.text(time));
    }

    public static void time(JsonGenerator out, String field, Optional<Instant> time) throws IOException {
        if (time.isPresent()) {
            time(out, field, time.get());
        }
    }

    public static void tags(JsonGenerator out, Tags tags) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, Optional<String>> tag : tags.values().entrySet()) {
            out.writeFieldName(tag.getKey());
            if (tag.getValue().isPresent()) {
                out.writeString(tag.getValue().get());
            } else {
                out.writeNull();
            }
        }
        out.writeEndObject();
    }

    public static void texts(JsonGenerator out, Map<String, String> texts) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            out.writeStringField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
    }

    public static void texts(JsonGenerator out, List<String> texts) throws IOException {
        out.writeStartArray();
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    public static void cells(JsonGenerator out, Map<String, Cell> cells) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, Cell> entry : cells.entrySet()) {
            out.writeFieldName(entry.getKey());
            CellJson.write(out, entry.getValue());
        }
        out.writeEndObject();
    }

    public static void next(JsonGenerator out, Optional<PageToken> next) throws IOException {
        text(out, "nextPageToken", next.map(PageToken::value));
    }
}
