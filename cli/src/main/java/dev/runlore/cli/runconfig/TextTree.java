// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of YAML or JSON as maps, lists, texts and null. A scalar is its text as written, so {@code 0.10} stays that. What makes
 * YAML more than a tree, tags, anchors and aliases, is refused: files come from other people.
 */
final class TextTree {
    private static final int LONGEST = 1 << 20;

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(Limits.JSON_DEPTH)
            .maxDocumentLength(LONGEST)
            .build();
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private TextTree() {}

    /** The mapping that a file holds; {@code name} is the file's in messages. */
    static Map<String, @Nullable Object> read(Path file, String name) {
        try {
            if (Files.size(file) > LONGEST) {
                throw unreadable(name, "it has more than " + LONGEST + " bytes");
            }
            return parse(Files.readString(file), name);
        } catch (IOException e) {
            throw unreadable(name, e.toString());
        }
    }

    private static Map<String, @Nullable Object> parse(String text, String name) throws IOException {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser =
                plain.stripLeading().startsWith("{") ? JSON.createParser(bytes) : YAML.createParser(bytes)) {
            if (parser.nextToken() == null) {
                return Map.of();
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw unreadable(name, "it must be keys with values");
            }
            Map<String, @Nullable Object> tree = object(parser);
            if (parser.nextToken() != null) {
                throw unreadable(name, "more follows the first document");
            }
            return tree;
        } catch (JacksonException e) {
            throw unreadable(
                    name, e.getOriginalMessage() + " (line " + e.getLocation().getLineNr() + ")");
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        requirePlain(parser);
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        requirePlain(parser);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            map.put(key, value(parser));
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

    private static void requirePlain(JsonParser parser) throws IOException {
        if (parser instanceof YAMLParser yaml) {
            String line = " (line " + parser.currentTokenLocation().getLineNr() + ")";
            if (yaml.getTypeId() != null) {
                throw new JsonParseException(
                        parser, "the tag " + yaml.getTypeId() + " is not read; write the value without it");
            }
            if (yaml.isCurrentAlias() || yaml.getObjectId() != null) {
                throw new JsonParseException(
                        parser, "anchors and aliases are not read; write the value where it is needed" + line);
            }
        }
    }

    private static RunloreException unreadable(String name, String why) {
        return RunloreException.invalid(name + " cannot be read: " + why + "; correct the file");
    }
}
