// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The points of one request, by metric, before they become bytes. For one thread. */
final class LogRow {
    private final Map<Long, Block> blocks = new LinkedHashMap<>();
    private int cells;

    /** The rows of one metric, named by the id of its first series. */
    Block block(long metric) {
        return blocks.computeIfAbsent(metric, id -> new Block(id));
    }

    Map<Long, Block> blocks() {
        return blocks;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** How many cells it has. */
    int cells() {
        return cells;
    }

    /** Rows in the order of arrival: a time and maybe a step each, and the cells of each column. */
    final class Block {
        private final long metric;
        private final Map<Long, Column> columns = new LinkedHashMap<>(2);
        private long[] times = new long[1];
        private double[] steps = new double[1];
        private int rows;

        private Block(long metric) {
            this.metric = metric;
        }

        /** Adds rows that have one time and step (NaN for none); answers the first one's index. */
        int addRows(int count, long time, double step) {
            int first = rows;
            rows += count;
            if (rows > times.length) {
                times = Arrays.copyOf(times, Math.max(rows, times.length * 2));
                steps = Arrays.copyOf(steps, times.length);
            }
            Arrays.fill(times, first, rows, time);
            Arrays.fill(steps, first, rows, step);
            return first;
        }

        /** Adds rows as they are. */
        void add(Rows more) {
            int first = rows;
            for (int row = 0; row < more.count(); row++) {
                addRows(1, more.times()[row], more.steps()[row]);
            }
            more.columns().forEach((series, column) -> {
                for (int row = 0; row < more.count(); row++) {
                    if (column.isPresent(row)) {
                        put(series, first + row, column.cell(row));
                    }
                }
            });
        }

        void put(long series, int row, Cell cell) {
            columns.computeIfAbsent(series, id -> new Column()).put(row, cell);
            cells++;
        }

        long metric() {
            return metric;
        }

        int rows() {
            return rows;
        }

        long time(int row) {
            return times[row];
        }

        double step(int row) {
            return steps[row];
        }

        Map<Long, Column> columns() {
            return columns;
        }
    }

    /** The cells of one series by row; rows without one are absent. */
    static final class Column {
        private final ArrayList<@Nullable Cell> cells = new ArrayList<>(1);

        private void put(int row, Cell cell) {
            while (cells.size() < row) {
                cells.add(null);
            }
            cells.add(cell);
        }

        @Nullable
        Cell cell(int row) {
            return row < cells.size() ? cells.get(row) : null;
        }
    }
}
