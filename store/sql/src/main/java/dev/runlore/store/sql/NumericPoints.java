// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import dev.runlore.store.MetricStore.SeriesPoints;
import java.util.Arrays;

/** Gathers the numeric and boolean cells of one series. For one thread. */
final class NumericPoints implements PointReader.Sink {
    private final long series;
    private long[] times = new long[64];
    private double[] steps = new double[64];
    private double[] values = new double[64];
    private int size;

    NumericPoints(long series) {
        this.series = series;
    }

    @Override
    public boolean take(long seq, Rows rows) {
        Cells cells = rows.columns().get(series);
        if (cells == null) {
            return true;
        }
        room(cells.size());
        for (int row = 0; row < cells.size(); row++) {
            if (cells.isNumber(row)) {
                times[size] = rows.times()[row];
                steps[size] = rows.steps()[row];
                values[size++] = cells.number(row);
            }
        }
        return true;
    }

    private void room(int more) {
        if (size + more > times.length) {
            int length = Math.max(size + more, size * 2);
            times = Arrays.copyOf(times, length);
            steps = Arrays.copyOf(steps, length);
            values = Arrays.copyOf(values, length);
        }
    }

    SeriesPoints points() {
        return new SeriesPoints(Arrays.copyOf(times, size), Arrays.copyOf(steps, size), Arrays.copyOf(values, size));
    }
}
