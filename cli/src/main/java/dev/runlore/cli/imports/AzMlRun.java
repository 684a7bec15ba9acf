// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.imports;

import static java.util.Map.entry;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.sdk.Cells;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run that {@code az ml history} printed: fixed keys, and beside them its metrics. */
record AzMlRun(Map<String, @Nullable Object> fields) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

    private static final Map<String, String> RENAMED = Map.ofEntries(
            entry("run_id", "id"),
            entry("run_number", "number"),
            entry("name", "name"),
            entry("description", "description"),
            entry("parent_run_id", "parent"),
            entry("status", "status"),
            entry("script_name", "script"),
            entry("target", "target"),
            entry("heartbeat_enabled", "heartbeat"),
            entry("hidden", "archived"));
    private static final Map<String, String> TIMES =
            Map.of("created_utc", "created", "start_time_utc", "started", "end_time_utc", "ended");

    /** Keys with a form of their own; the duration follows from start and end. */
    private static final Set<String> OTHER =
            Set.of("experiment_id", "user_id", "properties", "attachments", "duration");

    static AzMlRun read(@Nullable Object tree) {
        if (!(tree instanceof Map<?, ?> map) || !(map.get("run_id") instanceof String)) {
            throw RunloreException.invalid(
                    "a run of 'az ml history list -o json' must be an object with a run_id; check the file");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> fields.put((String) key, value));
        return new AzMlRun(fields);
    }

    /** The body that the API imports; {@code experiment} names the run's experiment instead of its id. */
    Map<String, @Nullable Object> imported(Optional<String> experiment) {
        Map<String, @Nullable Object> run = new LinkedHashMap<>();
        RENAMED.forEach((key, name) -> run.put(name, fields.get(key)));
        TIMES.forEach((key, name) -> run.put(name, time(key, fields.get(key))));
        run.put("experiment", experiment(experiment));
        run.put("user", present(Collections.singletonMap("id", fields.get("user_id"))));
        run.put("properties", texts(fields.get("properties")));
        run.put("artifacts", paths(fields.get("attachments")));
        run.put("metrics", metrics());
        return present(run);
    }

    private Map<String, @Nullable Object> experiment(Optional<String> name) {
        Map<String, @Nullable Object> experiment = new LinkedHashMap<>();
        experiment.put("name", name.orElseGet(() -> prefix(String.valueOf(fields.get("run_id")))));
        experiment.put("uuid", fields.get("experiment_id"));
        return present(experiment);
    }

    private static String prefix(String id) {
        int end = id.lastIndexOf('_');
        return end > 0 ? id.substring(0, end) : id;
    }

    /** On the wire absent is absent. */
    private static Map<String, @Nullable Object> present(Map<String, @Nullable Object> map) {
        Map<String, @Nullable Object> present = new LinkedHashMap<>(map);
        present.values().removeIf(value -> value == null);
        return present;
    }

    private static @Nullable String time(String key, @Nullable Object text) {
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(String.valueOf(text));
            return time.withOffsetSameInstant(ZoneOffset.UTC).format(TIME);
        } catch (DateTimeException e) {
            throw RunloreException.invalid(key + " must be a time such as 2017-09-08T00:58:03.059014+00:00 but is '"
                    + Shown.text(String.valueOf(text)) + "'; correct the file");
        }
    }

    private static Map<String, String> texts(@Nullable Object properties) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (properties instanceof Map<?, ?> map) {
            map.forEach((key, value) ->
                    texts.put((String) key, value instanceof String text ? text : String.valueOf(value)));
        }
        return texts;
    }

    private static List<String> paths(@Nullable Object attachments) {
        if (!(attachments instanceof String text)) {
            return List.of();
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .toList();
    }

    /** Every other key is logged. The command printed single values only, so what has another shape is no metric. */
    private Map<String, @Nullable Object> metrics() {
        Map<String, @Nullable Object> metrics = new LinkedHashMap<>();
        fields.forEach((key, value) -> {
            boolean single = value != null && !(value instanceof List) && !(value instanceof Map);
            if (single && !isFixed(key)) {
                metrics.put(key, Cells.write(Cells.read(value)));
            }
        });
        return metrics;
    }

    private static boolean isFixed(String key) {
        return RENAMED.containsKey(key) || TIMES.containsKey(key) || OTHER.contains(key);
    }
}
