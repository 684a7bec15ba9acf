// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keys with texts as lists of {@code {key, value}}. */
public final class WireTags {
    private WireTags() {}

    /** An empty list is left out. */
    public static void write(JsonGenerator out, String name, Map<String, String> values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart(name);
        for (Map.Entry<String, String> value : values.entrySet()) {
            out.writeStartObject();
            out.writeStringField("key", value.getKey());
            out.writeStringField("value", value.getValue());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /**
     * Reads such a list, of which the last of equal keys counts.
     *
     * @param what such as {@code Tag key}
     */
    public static Map<String, String> read(Arguments arguments, String name, String what) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Arguments tag : arguments.objects(name)) {
            String key = Names.require(what, tag.path("key"), tag.text("key"));
            values.put(key, tag.find("value").orElse(""));
        }
        return values;
    }
}
