// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunloreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON as this server reads and writes it: strict, limited, UTF-8. Thread-safe. */
public final class Json {
    /** Writes one part of an answer. */
    @FunctionalInterface
    public interface Part {
        void write(JsonGenerator out) throws IOException;
    }

    /** Longest text of a number: a float64 needs 25, more digits only carry text. */
    static final int NUMBER_LENGTH = 1_000;

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(Limits.JSON_DEPTH)
            .maxNumberLength(NUMBER_LENGTH)
            .maxStringLength(Limits.BODY_BYTES)
            .maxNameLength(Limits.TEXT_VALUE_BYTES)
            .build();

    /** For hot paths: refuses what is not JSON; who reads finds duplicate keys. */
    public static final JsonFactory STREAMING = JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final ObjectMapper STRICT = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ObjectReader TREES =
            new ObjectMapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private Json() {}

    /** Reads one object; duplicate keys, literals that JSON does not have and what follows the object are refused. */
    static ObjectNode object(byte[] body) throws IOException {
        JsonNode root = STRICT.readTree(body);
        if (root instanceof ObjectNode object) {
            return object;
        }
        throw RunloreException.invalid("the body must be a JSON object but is "
                + (root.isMissingNode() ? "empty" : "of another type") + "; send an object");
    }

    public static byte[] bytes(Part part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = STREAMING.createGenerator(bytes)) {
            part.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** The value that begins at the parser's current token; duplicate keys in it are refused. */
    public static JsonNode tree(JsonParser in) throws IOException {
        return TREES.readTree(in);
    }
}
