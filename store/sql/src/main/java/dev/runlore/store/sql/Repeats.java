// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds scalar points that a run has already. Only what is not behind all that its series has is looked for, and only in log rows
 * and chunks whose steps and times reach over it. For the writing thread.
 */
final class Repeats {
    private final Writing writing;
    private final RunId run;
    private final Set<Point> known = new HashSet<>();
    /** Points of the request that may be there and were not found yet. */
    private final Set<Point> missing = new HashSet<>();
    /** Of all that may be there. */
    private final Reach reach = new Reach();

    /** Equal by bits, as {@link Cell} is. */
    private record Point(String metric, long time, double step, Cell value) {}

    private Repeats(Writing writing, RunId run) {
        this.writing = writing;
        this.run = run;
    }

    /** The records without the points that the run has, and with equal ones once. */
    static List<RunRecord> leftOut(Writing writing, RunId run, List<RunRecord> records) {
        Repeats repeats = new Repeats(writing, run);
        repeats.look(records);
        List<RunRecord> rest = new ArrayList<>();
        records.forEach(record -> repeats.without(record).ifPresent(rest::add));
        return rest;
    }

    private Optional<RunRecord> without(RunRecord record) {
        if (record instanceof RunRecord.Rows rows && isScalar(rows)) {
            return known.add(point(rows)) ? Optional.of(record) : Optional.empty();
        }
        if (record instanceof RunRecord.Values values) {
            Map<String, Cell> rest = new LinkedHashMap<>();
            values.values().forEach((name, value) -> {
                if (known.add(new Point(name, values.time(), values.step().orElse(Double.NaN), value))) {
                    rest.put(name, value);
                }
            });
            return Optional.of(new RunRecord.Values(values.time(), values.step(), rest, values.refused()));
        }
        return Optional.of(record);
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

    /** Reads what is stored where a point of the request may be. */
    private void look(List<RunRecord> records) {
        Optional<RunState> there = writing.runs().find(run);
        if (there.isEmpty()) {
            return;
        }
        Map<String, List<Point>> wanted = new HashMap<>();
        for (Point point : points(records)) {
            writing.runs()
                    .metric(there.get(), point.metric)
                    .map(metric -> metric.columns().get(""))
                    .filter(series -> !series.isBeyond(point.time, point.step))
                    .ifPresent(series -> wanted.computeIfAbsent(point.metric, name -> new ArrayList<>())
                            .add(point));
        }
        if (!wanted.isEmpty()) {
            look(there.get(), wanted);
        }
    }

    private static List<Point> points(List<RunRecord> records) {
        List<Point> points = new ArrayList<>();
        for (RunRecord record : records) {
            if (record instanceof RunRecord.Rows rows && isScalar(rows)) {
                points.add(point(rows));
            } else if (record instanceof RunRecord.Values values) {
                values.values()
                        .forEach((name, value) -> points.add(
                                new Point(name, values.time(), values.step().orElse(Double.NaN), value)));
            }
        }
        return points;
    }

    /** The log once for all metrics, then for what it has not the chunks of each. Mostly what came last comes again. */
    private void look(RunState state, Map<String, List<Point>> wanted) {
        Map<Long, String> names = new HashMap<>();
        wanted.forEach((name, points) -> {
            missing.addAll(points);
            points.forEach(point -> reach.add(point.time, point.step));
            names.put(writing.runs().metric(state, name).orElseThrow().id(), name);
        });
        lookInLog(state, names);
        names.forEach((metric, name) -> {
            List<Point> rest = wanted.getOrDefault(name, List.of()).stream()
                    .filter(missing::contains)
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
            if (missing.stream().anyMatch(point -> span.reach().mayHold(point.time, point.step))) {
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

    private void look(RunState state, String name, long metric, List<Point> points) {
        PointReader reader = reader(state, metric);
        for (ChunkHead chunk : ChunkRows.heads(writing.session(), metric)) {
            if (points.stream().anyMatch(point -> mayHold(chunk, point) && missing.contains(point))) {
                LastChunk.Place place = new LastChunk.Place(state.key(), metric, chunk.firstRow());
                remember(name, metric, writing.runs().lastChunk().read(place, () -> reader.chunk(chunk.firstRow())));
            }
        }
    }

    /** The bounds of a chunk say nothing of what is no number. */
    private static boolean mayHold(ChunkHead chunk, Point point) {
        if (chunk.numbers() < chunk.cells()) {
            return true;
        }
        boolean stepFits = Double.isNaN(point.step)
                ? chunk.stepOrder() != ChunkHead.StepOrder.ASCENDING
                : point.step >= chunk.minStep() && point.step <= chunk.maxStep();
        return stepFits && point.time >= chunk.minTime() && point.time <= chunk.maxTime();
    }

    private void remember(String name, long series, Rows rows) {
        Cells cells = rows.columns().getOrDefault(series, Cells.of(List.of()));
        for (int row = 0; row < cells.size() && !missing.isEmpty(); row++) {
            if (reach.mayHold(rows.times()[row], rows.steps()[row])) {
                remember(new Point(name, rows.times()[row], rows.steps()[row], cells.cell(row)));
            }
        }
    }

    private void remember(Point point) {
        if (missing.remove(point)) {
            known.add(point);
        }
    }
}
