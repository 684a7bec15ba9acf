// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.runlore.domain.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values: {@code Map} in the order of the text, {@code List}, {@code String}, {@code Long} (an integer beyond
 * int64 is a {@code BigInteger}), {@code Double} for a number with a point or exponent, {@code Boolean} and null.
 */
public final class JsonTree {
    /** No answer is longer; points and files, which may be, come in pages. */
    private static final long LONGEST = 256L << 20;

    /** Reads the bare {@code NaN} and {@code Infinity} that Python writes too; never writes them. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.JSON_DEPTH)
                    .maxDocumentLength(LONGEST)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private JsonTree() {}

    /** The one value of a JSON text; closes the stream. Throws {@link IOException} when it is no JSON or more than one value. */
    public static @Nullable Object read(InputStream json) throws IOException {
        try (json;
                JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new IOException("the text is empty");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("more follows the first value");
            }
            return value;
        }
    }

    /** UTF-8 without white space; numbers that are not finite become the strings of the API. */
    public static byte[] write(@Nullable Object tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            write(generator, tree);
        } catch (IOException e) {
            throw new IllegalArgumentException("the value is no JSON: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    /** Writes plain values into any of Jackson's formats. */
    public static void write(JsonGenerator generator, @Nullable Object tree) throws IOException {
        switch (tree) {
            case null -> generator.writeNull();
            case String text -> generator.writeString(text);
            case Boolean bool -> generator.writeBoolean(bool);
            case Double number -> writeDouble(generator, number);
            case BigInteger number -> generator.writeNumber(number);
            case Number number -> generator.writeNumber(number.longValue());
            case Map<?, ?> map -> writeObject(generator, map);
            case Iterable<?> items -> writeArray(generator, items);
            default -> throw new IOException(tree.getClass() + " has no JSON form");
        }
    }

    private static void writeDouble(JsonGenerator generator, double number) throws IOException {
        if (Double.isFinite(number)) {
            generator.writeNumber(number);
        } else {
            generator.writeString(Double.toString(number));
        }
    }

    private static void writeObject(JsonGenerator generator, Map<?, ?> map) throws IOException {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            generator.writeFieldName((String) entry.getKey());
            write(generator, entry.getValue());
        }
        generator.writeEndObject();
    }

    private static void writeArray(JsonGenerator generator, Iterable<?> items) throws IOException {
        generator.writeStartArray();
        for (Object item : items) {
            write(generator, item);
        }
        generator.writeEndArray();
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("a value was expected at " + parser.currentLocation());
        };
    }

    private static Number integer(JsonParser parser) throws IOException {
        Number number = parser.getNumberValue();
        return number instanceof Integer small ? Long.valueOf(small) : number;
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, value(parser));
        }
        return map;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }
}
