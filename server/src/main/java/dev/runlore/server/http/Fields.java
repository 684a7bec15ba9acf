// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The fields of a JSON object of a request, each asked for with its type; unknown ones are ignored, null is a wrong type. */
public final class Fields {
    static final Fields NOTHING = new Fields("", JsonNodeFactory.instance.objectNode());

    private final String within;
    private final ObjectNode object;

    Fields(String within, ObjectNode object) {
        this.within = within;
        this.object = object;
    }

    private static Fields of(String what, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new Fields(what + ".", object);
        }
        throw RunloreException.invalid(
                "field '" + what + "' must be an object but is " + type(node) + "; send an object");
    }

    /**
     * Reads an object that this server wrote.
     *
     * @throws UncheckedIOException it is none
     */
    public static Fields stored(String json) {
        try {
            return new Fields("", Json.object(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An object of one field, such as the payload of a record. */
    public static Fields single(String name, JsonNode value) {
        return new Fields("", JsonNodeFactory.instance.objectNode().set(name, value));
    }

    public boolean has(String name) {
        return object.has(name);
    }

    public String get(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    public Optional<String> text(String name) {
        return field(name).map(node -> text(within + name, node));
    }

    public Optional<Boolean> flag(String name) {
        return field(name).map(node -> {
            require(name, node, node.isBoolean(), "true or false");
            return node.booleanValue();
        });
    }

    /** A whole number that an int64 holds. */
    public Optional<Long> number(String name) {
        return field(name).map(node -> {
            require(name, node, node.isIntegralNumber() && node.canConvertToLong(), "a whole number");
            return node.longValue();
        });
    }

    /** A whole number that an int32 holds. */
    public Optional<Integer> smallNumber(String name) {
        return field(name).map(node -> {
            require(name, node, node.isIntegralNumber() && node.canConvertToInt(), "a whole number below 2^31");
            return node.intValue();
        });
    }

    /** A finite number. */
    public Optional<Double> decimal(String name) {
        return field(name).map(node -> {
            require(name, node, node.isNumber() && Double.isFinite(node.doubleValue()), "a finite number");
            return node.doubleValue();
        });
    }

    public Optional<Instant> time(String name) {
        return text(name).map(text -> WireTime.parse("field '" + within + name + "'", text));
    }

    public Optional<Fields> object(String name) {
        return field(name).map(node -> of(within + name, node));
    }

    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        elements(name).forEach(node -> texts.add(text(within + name, node)));
        return texts;
    }

    public List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        elements(name).forEach(node -> objects.add(of(within + name, node)));
        return objects;
    }

    /**
     * The entries of an object whose keys are the client's.
     *
     * @param value reads one, given what an error's sentence calls it
     */
    public <T> Map<String, T> entries(String name, BiFunction<String, JsonNode, T> value) {
        Map<String, T> entries = new LinkedHashMap<>();
        object(name)
                .ifPresent(inner -> inner.object
                        .properties()
                        .forEach(entry -> entries.put(
                                entry.getKey(), value.apply(inner.within + entry.getKey(), entry.getValue()))));
        return entries;
    }

    public static String text(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw RunloreException.invalid(
                    "field '" + Shown.text(name) + "' must be text but is " + type(node) + "; send a string");
        }
        return node.textValue();
    }

    /** Text, or null where a key may stand alone. */
    public static Optional<String> textOrNull(String name, JsonNode node) {
        return node.isNull() ? Optional.empty() : Optional.of(text(name, node));
    }

    public RunloreException missing(String name) {
        return RunloreException.invalid("field '" + within + name + "' must be there but is missing; add it");
    }

    private Iterable<JsonNode> elements(String name) {
        Optional<JsonNode> list = field(name);
        list.ifPresent(node -> require(name, node, node.isArray(), "a list"));
        return list.orElse(JsonNodeFactory.instance.arrayNode());
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(object.get(name));
    }

    private void require(String name, JsonNode node, boolean isRight, String rule) {
        if (!isRight) {
            throw RunloreException.invalid(
                    "field '" + within + name + "' must be " + rule + " but is " + type(node) + "; correct it");
        }
    }

    private static String type(JsonNode node) {
        String shown = node.isValueNode() ? " " + Shown.text(node.toString()) : "";
        return node.getNodeType().name().toLowerCase(Locale.ROOT) + shown;
    }
}
