// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys of a file, read one by one; those that nobody asked for are told as warnings in the end. Not for two threads. */
final class Section {
    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> NO = Set.of("false", "no", "off");

    private final String file;
    private final String prefix;
    private final Map<?, ?> fields;
    private final List<String> warnings;
    private final Set<String> known = new HashSet<>();

    private Section(String file, String prefix, Map<?, ?> fields, List<String> warnings) {
        this.file = file;
        this.prefix = prefix;
        this.fields = fields;
        this.warnings = warnings;
    }

    /** All of a file; {@code name} names it in messages. */
    static Section of(String name, Map<String, @Nullable Object> fields, List<String> warnings) {
        return new Section(name, "", fields, warnings);
    }

    /** Another file whose warnings go with this one's. */
    Section other(String name, Map<String, @Nullable Object> tree) {
        return of(name, tree, warnings);
    }

    String file() {
        return file;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    boolean isText(String key) {
        return fields.get(key) instanceof String;
    }

    Optional<String> text(String key) {
        return switch (take(key)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw wrong(key, "a text", "");
        };
    }

    /** A list of texts; none when the key is absent. */
    Optional<List<String>> texts(String key) {
        return switch (take(key)) {
            case null -> Optional.empty();
            case List<?> list ->
                Optional.of(list.stream().map(item -> element(key, item)).toList());
            default -> throw wrong(key, "a list of texts", "");
        };
    }

    private String element(String key, @Nullable Object item) {
        return switch (item) {
            case null -> "";
            case String text -> text;
            default -> throw wrong(key, "a list of texts", "");
        };
    }

    /** A list whose items may be lists of their own. */
    List<?> items(String key) {
        return switch (take(key)) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw wrong(key, "a list", "");
        };
    }

    boolean flag(String key, boolean absent) {
        Optional<String> text = text(key).map(word -> word.toLowerCase(Locale.ROOT));
        if (text.isEmpty() || YES.contains(text.get())) {
            return text.isPresent() || absent;
        }
        if (NO.contains(text.get())) {
            return false;
        }
        throw wrong(key, "true or false", text.get());
    }

    Optional<Long> integer(String key) {
        return text(key).map(text -> {
            if (!text.matches("[0-9]{1,15}")) {
                throw wrong(key, "a whole number", text);
            }
            return Long.parseLong(text);
        });
    }

    /** Keys with texts; a key without a value has the empty one. */
    Map<String, String> textMap(String key) {
        Map<String, String> read = new LinkedHashMap<>();
        Section section = section(key);
        section.fields.keySet().forEach(name -> {
            String text = (String) name;
            read.put(text, section.text(text).orElse(""));
        });
        return read;
    }

    /** What lies below a key; empty when it is absent. */
    Section section(String key) {
        return switch (take(key)) {
            case null -> new Section(file, prefix + key + ".", Map.of(), warnings);
            case Map<?, ?> map -> new Section(file, prefix + key + ".", map, warnings);
            default -> throw wrong(key, "keys with values", "");
        };
    }

    /** Names keys that change nothing here, whatever they say. */
    void ignore(String... keys) {
        known.addAll(List.of(keys));
    }

    /** Names keys that change nothing here, of which one that says something is told. */
    void ignoreEmpty(String... keys) {
        for (String key : keys) {
            if (!saysNothing(take(key))) {
                warn("key '" + prefix + key + "' has no effect here");
            }
        }
    }

    /** Tells the keys that nobody has read. */
    void finish() {
        fields.keySet().stream()
                .map(String.class::cast)
                .filter(key -> !known.contains(key))
                .forEach(key -> warn("key '" + prefix + Shown.text(key) + "' is not known and has no effect"));
    }

    void warn(String what) {
        warnings.add(file + ": " + what);
    }

    RunloreException wrong(String key, String rule, String value) {
        String got = value.isEmpty() ? "is something else" : "is '" + Shown.text(value) + "'";
        return RunloreException.invalid(
                file + ": " + prefix + key + " must be " + rule + " but " + got + "; correct it");
    }

    private @Nullable Object take(String key) {
        known.add(key);
        return fields.get(key);
    }

    private static boolean saysNothing(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            case List<?> list -> list.isEmpty();
            default -> false;
        };
    }
}
