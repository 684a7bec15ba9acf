// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object of the server, read field by field; a missing or mistyped field says so. Unknown fields are ignored. */
record JsonObject(Map<String, @Nullable Object> fields) {

    static JsonObject of(@Nullable Object tree) {
        if (tree instanceof Map<?, ?>) {
            @SuppressWarnings("unchecked") // JsonTree makes no other maps
            Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) tree;
            return new JsonObject(fields);
        }
        throw unexpected("a JSON object was expected");
    }

    static RunloreException unexpected(String what) {
        return new RunloreException(
                ErrorCode.INTERNAL, "the server's answer is not understood: " + what + "; is it a Runlore server?");
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    @Nullable
    Object get(String name) {
        return fields.get(name);
    }

    Optional<String> findText(String name) {
        return find(name, String.class);
    }

    String text(String name) {
        return findText(name).orElseThrow(() -> missing(name));
    }

    long integer(String name) {
        return find(name, Long.class).orElseThrow(() -> missing(name));
    }

    Optional<Long> findInteger(String name) {
        return find(name, Long.class);
    }

    long integer(String name, long absent) {
        return findInteger(name).orElse(absent);
    }

    boolean flag(String name) {
        return find(name, Boolean.class).orElse(false);
    }

    OptionalDouble number(String name) {
        return switch (fields.get(name)) {
            case null -> OptionalDouble.empty();
            case Number number -> OptionalDouble.of(number.doubleValue());
            case String word -> OptionalDouble.of(notFinite(name, word));
            default -> throw missing(name);
        };
    }

    private static double notFinite(String name, String word) {
        return switch (word) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw missing(name);
        };
    }

    Optional<Instant> findTime(String name) {
        return findText(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw missing(name);
            }
        });
    }

    Instant time(String name) {
        return findTime(name).orElseThrow(() -> missing(name));
    }

    Optional<JsonObject> findObject(String name) {
        return Optional.ofNullable(fields.get(name)).map(JsonObject::of);
    }

    JsonObject object(String name) {
        return of(fields.get(name));
    }

    List<@Nullable Object> list(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?>) {
            @SuppressWarnings("unchecked") // JsonTree makes no other lists
            List<@Nullable Object> list = (List<@Nullable Object>) value;
            return list;
        }
        throw missing(name);
    }

    <T> List<T> objects(String name, Function<JsonObject, T> reader) {
        return list(name).stream().map(JsonObject::of).map(reader).toList();
    }

    /** The object below a name as a map in its order, empty when it is absent. */
    <T> Map<String, T> map(String name, Function<@Nullable Object, T> reader) {
        Map<String, T> read = new LinkedHashMap<>();
        findObject(name).ifPresent(object -> object.fields.forEach((key, value) -> read.put(key, reader.apply(value))));
        return read;
    }

    private <T> Optional<T> find(String name, Class<T> type) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw missing(name);
        }
        return Optional.of(type.cast(value));
    }

    private static RunloreException missing(String name) {
        return unexpected("its field '" + name + "' is missing or of another type");
    }
}
