// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.PageToken;
import dev.runlore.store.MetricStore.PointPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers one page of a metric's rows. For one thread. */
final class PointPages implements PointReader.Sink {
    private final Map<Long, String> columns;
    private final int limit;
    private final Token tokens;
    private final Map<String, List<Optional<Cell>>> cells = new LinkedHashMap<>();
    private long[] times = new long[16];
    private double[] steps = new double[16];
    private int size;
    private int skip;
    private @Nullable PageToken next;

    /**
     * An empty page.
     *
     * @param columns names of the columns to show by series id
     * @param skip rows of the first log row that the page before had
     */
    PointPages(Map<Long, String> columns, int limit, Token tokens, int skip) {
        this.columns = columns;
        this.limit = limit;
        this.tokens = tokens;
        this.skip = skip;
        columns.values().forEach(column -> cells.put(column, new ArrayList<>()));
    }

    @Override
    public boolean take(long seq, LogRowDecoder.Rows rows) {
        int from = Math.min(skip, rows.times().length);
        skip = 0;
        int to = Math.min(rows.times().length, from + limit - size);
        add(rows, from, to);
        if (to < rows.times().length) {
            next = tokens.at(seq, to);
            return false;
        }
        return true;
    }

    private void add(LogRowDecoder.Rows rows, int from, int to) {
        int more = to - from;
        if (size + more > times.length) {
            times = Arrays.copyOf(times, Math.max(size + more, size * 2));
            steps = Arrays.copyOf(steps, times.length);
        }
        System.arraycopy(rows.times(), from, times, size, more);
        System.arraycopy(rows.steps(), from, steps, size, more);
        size += more;
        columns.forEach((series, name) -> {
            List<Optional<Cell>> column = cells.getOrDefault(name, List.of());
            @Nullable Cell[] stored = rows.columns().get(series);
            for (int row = from; row < to; row++) {
                column.add(stored == null ? Optional.empty() : Optional.ofNullable(stored[row]));
            }
        });
    }

    PointPage page() {
        return new PointPage(Arrays.copyOf(times, size), Arrays.copyOf(steps, size), cells, Optional.ofNullable(next));
    }
}
