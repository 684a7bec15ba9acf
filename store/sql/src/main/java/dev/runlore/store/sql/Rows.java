// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows of one metric in the order of arrival.
 *
 * @param times milliseconds since 1970
 * @param steps NaN where a row has none
 * @param columns cells by series, all as long as the times; a series without cells in these rows may be left out
 */
record Rows(long[] times, double[] steps, Map<Long, Cells> columns) {
    int count() {
        return times.length;
    }

    /** A part of them, by index. */
    Rows part(int from, int to) {
        if (from == 0 && to == count()) {
            return this;
        }
        Map<Long, Cells> parts = new LinkedHashMap<>();
        columns.forEach((series, cells) -> parts.put(series, cells.rows(from, to)));
        return new Rows(Arrays.copyOfRange(times, from, to), Arrays.copyOfRange(steps, from, to), parts);
    }

    /** End of the rows from one on that have together at most so many rows and characters of text; none when the first has more. */
    int cut(int from, int mostRows, long mostText) {
        int most = Math.min(count(), from + mostRows);
        long text = 0;
        for (int row = from; hasText() && row < most; row++) {
            text += text(row);
            if (text > mostText) {
                return row;
            }
        }
        return most;
    }

    private boolean hasText() {
        return !columns.values().stream().allMatch(Cells::isUnboxed);
    }

    private long text(int row) {
        long text = 0;
        for (Cells cells : columns.values()) {
            text += cells.textLength(row);
        }
        return text;
    }

    /** Characters of text in all rows. */
    long text() {
        long text = 0;
        for (int row = 0; hasText() && row < count(); row++) {
            text += text(row);
        }
        return text;
    }

    /** Joins rows in the order in which they are added. For one thread. */
    static final class Joiner {
        private long[] times = new long[0];
        private double[] steps = new double[0];
        private final Map<Long, Cells.Builder> columns = new LinkedHashMap<>();
        private int count;

        Joiner add(Rows rows) {
            int joined = count + rows.count();
            if (joined > times.length) {
                int room = count == 0 ? joined : Math.max(joined, count + count / 2);
                times = Arrays.copyOf(times, room);
                steps = Arrays.copyOf(steps, room);
            }
            System.arraycopy(rows.times, 0, times, count, rows.count());
            System.arraycopy(rows.steps, 0, steps, count, rows.count());
            rows.columns.forEach((series, cells) -> {
                Cells.Builder column = columns.computeIfAbsent(series, id -> new Cells.Builder(0));
                column.addAbsent(count - column.size()).addAll(cells);
            });
            count = joined;
            return this;
        }

        int count() {
            return count;
        }

        Rows build() {
            Map<Long, Cells> cells = new LinkedHashMap<>();
            columns.forEach((series, column) ->
                    cells.put(series, column.addAbsent(count - column.size()).build()));
            return new Rows(Arrays.copyOf(times, count), Arrays.copyOf(steps, count), cells);
        }
    }
}
