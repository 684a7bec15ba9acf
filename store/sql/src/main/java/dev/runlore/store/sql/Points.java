// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Appends points: to the log row of the request, and to the summaries of their series. */
final class Points {
    private Points() {}

    static void append(RunRecord.Rows rows, RunChange change) {
        MetricState metric = metric(change, rows.metric(), rows.kind());
        double step = step(rows.step());
        LogRow.Block block = change.points().block(metric.id());
        int first = block.addRows(rows.count(), rows.time(), step);
        for (Map.Entry<String, List<Cell>> column : rows.columns().entrySet()) {
            SeriesState series = change.writing().runs().series(change.run(), rows.metric(), metric, column.getKey());
            int row = first;
            for (Cell cell : column.getValue()) {
                block.put(series.id(), row++, cell);
                series.add(rows.time(), step, cell, change.tie());
            }
        }
        alive(change);
    }

    static void append(RunRecord.Values values, RunChange change) {
        values.refused().forEach(change::refuse);
        double step = step(values.step());
        for (Map.Entry<String, Cell> value : values.values().entrySet()) {
            try {
                append(value.getKey(), value.getValue(), values.time(), step, change);
            } catch (RunloreException refused) {
                change.refuse(Optional.of(value.getKey()), refused);
            }
        }
        alive(change);
    }

    private static void append(String name, Cell cell, long time, double step, RunChange change) {
        MetricState metric = metric(change, name, MetricKind.SCALAR);
        SeriesState series = change.writing().runs().series(change.run(), name, metric, "");
        LogRow.Block block = change.points().block(metric.id());
        block.put(series.id(), block.addRows(1, time, step), cell);
        series.add(time, step, cell, change.tie());
    }

    private static double step(OptionalDouble step) {
        return step.orElse(Double.NaN);
    }

    private static void alive(RunChange change) {
        change.changed(change.run().beat(change.writing().now()));
    }

    /**
     * The metric of that name, made when it is not there.
     *
     * @throws RunloreException INVALID_ARGUMENT when it is of another kind
     */
    static MetricState metric(RunChange change, String name, MetricKind kind) {
        RunStates runs = change.writing().runs();
        MetricState metric = runs.metric(change.run(), name).orElse(null);
        if (metric == null) {
            return runs.newMetric(change.run(), name, kind);
        }
        if (metric.kind() != kind) {
            throw RunloreException.invalid("metric '" + Shown.text(name) + "' must be logged as "
                    + metric.kind().word() + " in this run, as it was first, but came as " + kind.word()
                    + "; log it under another name");
        }
        return metric;
    }
}
