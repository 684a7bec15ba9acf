// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.output.CodePointOrder;
import dev.runlore.cli.output.PythonTimes;
import dev.runlore.sdk.Cells;
import dev.runlore.sdk.RunTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as {@code az ml history} shows it: its scalar metrics beside a fixed set of keys. A fixed key wins over a metric of
 * the same name, which is then {@code metrics.<name>}.
 *
 * @param metrics the keys of the tree that are metrics, by code point
 */
record HistoryRun(Map<String, @Nullable Object> tree, List<String> metrics) {
    /** What the server is asked for. */
    static final List<String> COLUMNS = List.of(
            "id",
            "number",
            "name",
            "description",
            "status",
            "script",
            "target",
            "parent",
            "created",
            "started",
            "ended",
            "archived",
            "heartbeat",
            "experimentUuid",
            "userId",
            "snapshot",
            "metrics",
            "properties",
            "artifacts");

    private static final String COMMIT = "CommitId";

    private static final Set<String> FIXED = Set.of(
            "attachments",
            "created_utc",
            "description",
            "duration",
            "end_time_utc",
            "experiment_id",
            "heartbeat_enabled",
            "hidden",
            "name",
            "parent_run_id",
            "properties",
            "run_id",
            "run_number",
            "script_name",
            "start_time_utc",
            "status",
            "target",
            "user_id");

    static HistoryRun read(RunTable runs, int row) {
        Map<String, @Nullable Object> tree = fixed(runs, row);
        List<String> names = new ArrayList<>();
        for (Map.Entry<?, ?> metric : object(runs.cell("metrics", row)).entrySet()) {
            String name = keyOf((String) metric.getKey(), tree);
            tree.put(name, Cells.write(Cells.read(metric.getValue())));
            names.add(name);
        }
        names.sort(CodePointOrder.INSTANCE);
        return new HistoryRun(tree, names);
    }

    private static Map<String, @Nullable Object> fixed(RunTable runs, int row) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("attachments", attachments(runs.cell("artifacts", row)));
        tree.put("created_utc", time(runs.cell("created", row)));
        tree.put("description", runs.cell("description", row));
        tree.put("duration", duration(runs.cell("started", row), runs.cell("ended", row)));
        tree.put("end_time_utc", time(runs.cell("ended", row)));
        tree.put("experiment_id", runs.cell("experimentUuid", row));
        tree.put("heartbeat_enabled", runs.cell("heartbeat", row));
        tree.put("hidden", runs.cell("archived", row));
        tree.put("name", runs.cell("name", row));
        tree.put("parent_run_id", runs.cell("parent", row));
        tree.put("properties", properties(object(runs.cell("properties", row)), runs.cell("snapshot", row)));
        tree.put("run_id", runs.cell("id", row));
        tree.put("run_number", runs.cell("number", row));
        tree.put("script_name", runs.cell("script", row));
        tree.put("start_time_utc", time(runs.cell("started", row)));
        tree.put("status", runs.cell("status", row));
        tree.put("target", runs.cell("target", row));
        tree.put("user_id", runs.cell("userId", row));
        return tree;
    }

    /** The snapshot stands among the properties, as the Workbench's commit did, unless a property has that name. */
    private static Map<?, ?> properties(Map<?, ?> own, @Nullable Object snapshot) {
        if (snapshot == null || own.containsKey(COMMIT)) {
            return own;
        }
        Map<Object, Object> all = new LinkedHashMap<>(own);
        all.put(COMMIT, snapshot);
        return all;
    }

    private static String keyOf(String metric, Map<String, @Nullable Object> taken) {
        String key = FIXED.contains(metric) ? "metrics." + metric : metric;
        while (taken.containsKey(key)) {
            key = "metrics." + key;
        }
        return key;
    }

    private static String attachments(@Nullable Object paths) {
        List<String> texts = new ArrayList<>();
        if (paths instanceof List<?> list) {
            list.forEach(path -> texts.add(String.valueOf(path)));
        }
        return String.join(", ", texts);
    }

    private static @Nullable String time(@Nullable Object time) {
        return instant(time).map(PythonTimes::time).orElse(null);
    }

    private static @Nullable String duration(@Nullable Object started, @Nullable Object ended) {
        if (instant(started).isEmpty() || instant(ended).isEmpty()) {
            return null;
        }
        Duration between =
                Duration.between(instant(started).get(), instant(ended).get());
        return PythonTimes.duration(between.isNegative() ? Duration.ZERO : between);
    }

    private static Optional<Instant> instant(@Nullable Object time) {
        return time instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
    }

    private static Map<?, ?> object(@Nullable Object tree) {
        return tree instanceof Map<?, ?> map ? map : Map.of();
    }
}
