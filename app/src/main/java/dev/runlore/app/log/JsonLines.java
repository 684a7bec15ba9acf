// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Writes log events as JSON, one object a line: {@code time}, {@code level}, {@code logger}, {@code message}, the
 * event's own keys, and {@code error} with the stack trace. A key of the event never replaces one of the first four.
 *
 * <p>Safe for use by many threads: each line reaches the stream in one write.
 */
final class JsonLines {
    private final JsonFactory json = new JsonFactory();
    private final OutputStream out;
    private final InstantSource clock;

    /** The stream stays the caller's and is not closed. */
    JsonLines(OutputStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    void write(Level level, String logger, String message, Map<String, String> keys, @Nullable Throwable error) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("time", clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
        fields.put("level", level.name());
        fields.put("logger", logger);
        fields.put("message", message);
        keys.forEach(fields::putIfAbsent);
        if (error != null) {
            fields.put("error", stackTrace(error));
        }
        try {
            out.write(encode(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] encode(Map<String, String> fields) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator object = json.createGenerator(line)) {
            object.writeStartObject();
            for (Map.Entry<String, String> field : fields.entrySet()) {
                object.writeStringField(field.getKey(), field.getValue());
            }
            object.writeEndObject();
            object.writeRaw('\n');
        }
        return line.toByteArray();
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
