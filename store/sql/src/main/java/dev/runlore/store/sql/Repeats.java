// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds scalar points that a run has already. Only what is not behind all that its series has is looked for, and only in log rows
 * and chunks whose steps and times reach over it. For the writing thread.
 */
final class Repeats {
    private final Writing writing;
    private final RunId run;
    /** The points of the request, each once. */
    private final Map<Point, Sought> points = new HashMap<>();
    /** How many of them may be there and were not found yet. */
    private int missing;
    /** Of all that may be there. */
    private final Reach reach = new Reach();

    /** Equal by bits, as {@link Cell} is. */
    private record Point(String metric, long time, double step, Cell value) {}

    /** What is known of a point of the request. */
    private static final class Sought {
        private final Point point;
        private boolean mayBeThere;
        /** It is there, or was seen in the request before. */
        private boolean known;

        private Sought(Point point) {
            this.point = point;
        }

        private void lookFor(Reach within) {
            mayBeThere = true;
            within.add(point.time, point.step);
        }

        private boolean isMissing() {
            return mayBeThere && !known;
        }

        /** Takes it for the one that is kept; false when it is known already. */
        private boolean take() {
            boolean first = !known;
            known = true;
            return first;
        }
    }

    private Repeats(Writing writing, RunId run) {
        this.writing = writing;
        this.run = run;
    }

    /** The records without the points that the run has, and with equal ones once. */
    static List<RunRecord> leftOut(Writing writing, RunId run, List<RunRecord> records) {
        Repeats repeats = new Repeats(writing, run);
        List<List<Sought>> ofRecords = records.stream().map(repeats::points).toList();
        repeats.look();
        List<RunRecord> rest = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            without(records.get(i), ofRecords.get(i)).ifPresent(rest::add);
        }
        return rest;
    }

    /** The scalar points of a record, those of values in their order. */
    private List<Sought> points(RunRecord record) {
        return switch (record) {
            case RunRecord.Rows rows when isScalar(rows) -> List.of(sought(point(rows)));
            case RunRecord.Values values ->
                values.values().entrySet().stream()
                        .map(value -> sought(new Point(
                                value.getKey(), values.time(), values.step().orElse(Double.NaN), value.getValue())))
                        .toList();
            default -> List.of();
        };
    }

    private Sought sought(Point point) {
        return points.computeIfAbsent(point, Sought::new);
    }

    private static boolean isScalar(RunRecord.Rows rows) {
        return rows.kind() == MetricKind.SCALAR
                && rows.count() == 1
                && rows.columns().containsKey("");
    }

    private static Point point(RunRecord.Rows rows) {
        Cell value = rows.columns().getOrDefault("", List.of()).getFirst();
        return new Point(rows.metric(), rows.time(), rows.step().orElse(Double.NaN), value);
    }

    private static Optional<RunRecord> without(RunRecord record, List<Sought> points) {
        if (record instanceof RunRecord.Values values) {
            Map<String, Cell> rest = new LinkedHashMap<>();
            points.stream().filter(Sought::take).forEach(sought -> rest.put(sought.point.metric, sought.point.value));
            return Optional.of(new RunRecord.Values(values.time(), values.step(), rest, values.refused()));
        }
        return points.stream().allMatch(Sought::take) ? Optional.of(record) : Optional.empty();
    }

    /** Reads what is stored where a point of the request may be. */
    private void look() {
        Optional<RunState> there = writing.runs().find(run);
        if (there.isEmpty()) {
            return;
        }
        Map<String, List<Sought>> wanted = new HashMap<>();
        for (Sought sought : points.values()) {
            Point point = sought.point;
            writing.runs()
                    .metric(there.get(), point.metric)
                    .map(metric -> metric.columns().get(""))
                    .filter(series -> !series.isBeyond(point.time, point.step))
                    .ifPresent(series -> wanted.computeIfAbsent(point.metric, name -> new ArrayList<>())
                            .add(sought));
        }
        if (!wanted.isEmpty()) {
            look(there.get(), wanted);
        }
    }

    /** The log once for all metrics, then for what it has not the chunks of each. Mostly what came last comes again. */
    private void look(RunState state, Map<String, List<Sought>> wanted) {
        Map<Long, String> names = new HashMap<>();
        wanted.forEach((name, ofMetric) -> {
            missing += ofMetric.size();
            ofMetric.forEach(sought -> sought.lookFor(reach));
            names.put(writing.runs().metric(state, name).orElseThrow().id(), name);
        });
        lookInLog(state, names);
        names.forEach((metric, name) -> {
            List<Sought> rest = wanted.getOrDefault(name, List.of()).stream()
                    .filter(Sought::isMissing)
                    .toList();
            if (!rest.isEmpty()) {
                look(state, name, metric, rest);
            }
        });
    }

    private void lookInLog(RunState state, Map<Long, String> names) {
        PointReader reader = reader(state, names.keySet().iterator().next());
        if (state.log().isEmpty()) {
            state.know(reader.spans());
        }
        for (LogSpans.Span span : state.log().orElseThrow().meeting(reach)) {
            if (isMissing(points.values(), span.reach())) {
                reader.readLog(
                        span,
                        names.keySet(),
                        (metric, rows) -> remember(Objects.requireNonNull(names.get(metric)), metric, rows));
            }
        }
    }

    private PointReader reader(RunState state, long metric) {
        return new PointReader(writing.session(), run, state.key(), metric, List.of(metric));
    }

    /** Whether one that is still missing may lie in what reaches so far. */
    private static boolean isMissing(Collection<Sought> points, Reach there) {
        return points.stream()
                .anyMatch(sought -> sought.isMissing() && there.mayHold(sought.point.time, sought.point.step));
    }

    private void look(RunState state, String name, long metric, List<Sought> ofMetric) {
        PointReader reader = reader(state, metric);
        Reach all = new Reach();
        ofMetric.forEach(sought -> sought.lookFor(all));
        for (ChunkHead chunk : ChunkRows.heads(writing.session(), metric)) {
            if (chunk.reach().meets(all) && isMissing(ofMetric, chunk.reach())) {
                LastChunk.Place place = new LastChunk.Place(state.key(), metric, chunk.firstRow());
                remember(name, metric, writing.runs().lastChunk().read(place, () -> reader.chunk(chunk.firstRow())));
            }
        }
    }

    private void remember(String name, long series, Rows rows) {
        Cells cells = rows.columns().getOrDefault(series, Cells.of(List.of()));
        for (int row = 0; row < cells.size() && missing > 0; row++) {
            if (reach.mayHold(rows.times()[row], rows.steps()[row])) {
                remember(new Point(name, rows.times()[row], rows.steps()[row], cells.cell(row)));
            }
        }
    }

    private void remember(Point point) {
        Sought sought = points.get(point);
        if (sought != null && sought.isMissing()) {
            sought.known = true;
            missing--;
        }
    }
}
