// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.transfer;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Metric;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.Summary;
import dev.runlore.store.MetricStore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows a run's points on their way out. Of points of one step and time the last is the one that came last or the greatest, as who
 * sent them has it; where that leaves another last point than the order of arrival, whoever takes the points in has to be told.
 * Belongs to one export.
 */
final class LastPoints {
    private final MetricStore metrics;
    private final RunId run;
    private Optional<RunPart.Points> current = Optional.empty();
    private final Map<String, Seen> columns = new HashMap<>();

    /** @param isTied whether an earlier one of the same step and time has another value */
    private record Seen(long time, double step, Cell cell, boolean isTied) {
        Seen then(Seen next) {
            boolean isSame = next.step == step && next.time == time;
            boolean isOlder = next.step < step || next.step == step && next.time < time;
            if (Double.isNaN(next.step) || isOlder) {
                return this;
            }
            return isSame ? new Seen(time, step, next.cell, isTied || !next.cell.equals(cell)) : next;
        }
    }

    LastPoints(MetricStore metrics, RunId run) {
        this.metrics = metrics;
        this.run = run;
    }

    /** What has to be told of the metric before, when these points are of another one. */
    Optional<RunPart.Last> next(RunPart.Points points) {
        boolean isOther = current.filter(before -> before.metric().equals(points.metric()))
                .isEmpty();
        Optional<RunPart.Last> last = isOther ? end() : Optional.empty();
        current = Optional.of(points);
        points.columns().forEach((name, cells) -> follow(points, name, cells));
        return last;
    }

    private void follow(RunPart.Points points, String column, List<Optional<Cell>> cells) {
        Seen seen = columns.get(column);
        for (int row = 0; row < points.rows(); row++) {
            Optional<Cell> cell = cells.get(row);
            double step = points.steps()[row];
            if (cell.isPresent() && (seen != null || !Double.isNaN(step))) {
                Seen next = new Seen(points.times()[row], step, cell.get(), false);
                seen = seen == null ? next : seen.then(next);
            }
        }
        if (seen != null) {
            columns.put(column, seen);
        }
    }

    /** What has to be told of the last metric. */
    Optional<RunPart.Last> end() {
        Map<String, Cell> others = new LinkedHashMap<>();
        if (current.isPresent() && columns.values().stream().anyMatch(Seen::isTied)) {
            Optional<Metric> metric = metrics.find(run, current.get().metric());
            for (Summary summary : metric.map(Metric::columns).orElse(List.of())) {
                Seen seen = columns.get(summary.column());
                if (seen != null && seen.isTied && !seen.cell.equals(summary.last())) {
                    others.put(summary.column(), summary.last());
                }
            }
        }
        columns.clear();
        return others.isEmpty()
                ? Optional.empty()
                : current.map(points -> new RunPart.Last(points.metric(), points.kind(), others));
    }
}
