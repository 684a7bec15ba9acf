// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
        /** Apart from the others, because most metrics have one column, and a request may have 100,000 metrics. */
        private @Nullable Column first;

        private @Nullable Map<Long, Column> others;
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
            column(series).put(row, cell);
            cells++;
        }

        private Column column(long series) {
            if (first == null) {
                first = new Column(series);
            }
            if (first.series == series) {
                return first;
            }
            if (others == null) {
                others = new LinkedHashMap<>();
            }
            return others.computeIfAbsent(series, Column::new);
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

        /** In the order of their first cells. */
        List<Column> columns() {
            if (first == null) {
                return List.of();
            }
            if (others == null) {
                return List.of(first);
            }
            List<Column> all = new ArrayList<>(others.size() + 1);
            all.add(first);
            all.addAll(others.values());
            return all;
        }
    }

    /** The cells of one series by row; rows without one are absent. */
    static final class Column {
        private final long series;
        private @Nullable Cell[] cells = new Cell[1];
        private int rows;
        private int present;
        private ColumnType type = ColumnType.NONE;

        private Column(long series) {
            this.series = series;
        }

        private void put(int row, Cell cell) {
            if (row >= cells.length) {
                cells = Arrays.copyOf(cells, Math.max(row + 1, cells.length * 2));
            }
            cells[row] = cell;
            rows = row + 1;
            boolean same = present == 0 || type == cell.type();
            type = same ? cell.type() : ColumnType.MIXED;
            present++;
        }

        long series() {
            return series;
        }

        /** The one type of its cells, or mixed. */
        ColumnType type() {
            return type;
        }

        /** How many rows have a cell. */
        int present() {
            return present;
        }

        @Nullable
        Cell cell(int row) {
            return row < rows ? cells[row] : null;
        }

        /** Shows the cells that are there, in the order of their rows. */
        void forEach(Consumer<Cell> taker) {
            for (int row = 0; row < rows; row++) {
                Cell cell = cells[row];
                if (cell != null) {
                    taker.accept(cell);
                }
            }
        }
    }
}
