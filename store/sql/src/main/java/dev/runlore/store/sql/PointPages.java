// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import dev.runlore.domain.PageToken;
import dev.runlore.store.MetricStore.PointPage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers one page of a metric's rows. For one thread. */
final class PointPages implements PointReader.Sink {
    /** Characters of text after which a page ends before its limit. */
    private static final long MOST_TEXT = 8L * 1024 * 1024;

    private final Map<Long, String> columns;
    private final int limit;
    private final Token tokens;
    private final Map<String, Cells.Builder> cells = new LinkedHashMap<>();
    private long[] times = new long[16];
    private double[] steps = new double[16];
    private int size;
    private long text;
    private @Nullable PageToken next;

    /**
     * An empty page.
     *
     * @param columns names of the columns to show by series id
     */
    PointPages(Map<Long, String> columns, int limit, Token tokens) {
        this.columns = columns;
        this.limit = limit;
        this.tokens = tokens;
        columns.values().forEach(column -> cells.put(column, new Cells.Builder(0)));
    }

    @Override
    public boolean take(long firstRow, Rows rows) {
        int to = Math.max(size == 0 ? 1 : 0, rows.cut(0, limit - size, MOST_TEXT - text));
        Rows taken = rows.part(0, to);
        text += taken.text();
        add(taken);
        if (to < rows.count()) {
            next = tokens.at(firstRow + to);
            return false;
        }
        return true;
    }

    private void add(Rows rows) {
        int more = rows.count();
        if (size + more > times.length) {
            times = Arrays.copyOf(times, Math.max(size + more, size * 2));
            steps = Arrays.copyOf(steps, times.length);
        }
        System.arraycopy(rows.times(), 0, times, size, more);
        System.arraycopy(rows.steps(), 0, steps, size, more);
        size += more;
        columns.forEach((series, name) -> {
            Cells stored = rows.columns().get(series);
            if (stored == null) {
                builder(name).addAbsent(more);
            } else {
                builder(name).addAll(stored);
            }
        });
    }

    private Cells.Builder builder(String column) {
        return cells.computeIfAbsent(column, name -> new Cells.Builder(0));
    }

    PointPage page() {
        Map<String, Cells> page = new LinkedHashMap<>();
        cells.forEach((name, column) -> page.put(name, column.build()));
        return new PointPage(Arrays.copyOf(times, size), Arrays.copyOf(steps, size), page, Optional.ofNullable(next));
    }
}
