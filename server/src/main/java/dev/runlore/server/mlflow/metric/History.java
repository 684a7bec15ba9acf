// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.Cells;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Metric;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.store.MetricStore;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The points of one column, ordered by time, step and value; NaN counts as 0.
 *
 * @param steps 0 where a point has none
 */
record History(long[] times, double[] steps, double[] values) {

    static final History NONE = new History(new long[0], new double[0], new double[0]);

    int size() {
        return times.length;
    }

    /** A point's step as clients know it. */
    long step(int index) {
        return Math.round(steps[index]);
    }

    /** The points whose steps are in a range, both ends included. */
    History within(long from, long to) {
        return select(IntStream.range(0, size())
                .filter(i -> step(i) >= from && step(i) <= to)
                .toArray());
    }

    /** The same points ordered by step first. */
    History byStep() {
        return select(IntStream.range(0, size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> steps[i]))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    private History select(int[] order) {
        return new History(
                Arrays.stream(order).mapToLong(i -> times[i]).toArray(),
                Arrays.stream(order).mapToDouble(i -> steps[i]).toArray(),
                Arrays.stream(order).mapToDouble(i -> values[i]).toArray());
    }

    /** The whole history of what clients call a metric; empty when the run has no such numbers. */
    static History read(MetricStore store, RunId run, String key) {
        return find(store, run, key)
                .map(column -> new Gathering(store, run, column).read().sorted())
                .orElse(NONE);
    }

    private record Column(String metric, String name) {}

    /** A metric's own numbers have its name, those of a table's columns come after a slash. */
    private static Optional<Column> find(MetricStore store, RunId run, String key) {
        for (int cut = key.length(); cut > 0; cut = key.lastIndexOf('/', cut - 1)) {
            String metric = key.substring(0, cut);
            String column = cut == key.length() ? "" : key.substring(cut + 1);
            Optional<Metric> found = metric.length() > Limits.KEY ? Optional.empty() : store.find(run, metric);
            if (found.isPresent()
                    && found.get().columns().stream()
                            .anyMatch(one -> one.column().equals(column))) {
                return Optional.of(new Column(metric, column));
            }
        }
        return Optional.empty();
    }

    private boolean isOrdered() {
        for (int i = 1; i < size(); i++) {
            if (compare(i - 1, i) > 0) {
                return false;
            }
        }
        return true;
    }

    int compare(int one, int other) {
        return compare(one, times[other], steps[other], values[other]);
    }

    int compare(int one, Place place) {
        return compare(one, place.time(), place.step(), place.value());
    }

    private int compare(int one, long time, double step, double value) {
        if (times[one] != time) {
            return Long.compare(times[one], time);
        }
        if (steps[one] != step) {
            return Double.compare(steps[one], step);
        }
        return Double.compare(rank(values[one]), rank(value));
    }

    private static double rank(double value) {
        return Double.isNaN(value) ? 0 : value + 0.0;
    }

    private History sorted() {
        if (isOrdered()) {
            return this;
        }
        return select(IntStream.range(0, size())
                .boxed()
                .sorted(this::compare)
                .mapToInt(Integer::intValue)
                .toArray());
    }

    /** Reads a column page by page. For one thread. */
    private static final class Gathering {
        private final MetricStore store;
        private final RunId run;
        private final Column column;
        private long[] times = new long[1_024];
        private double[] steps = new double[1_024];
        private double[] values = new double[1_024];
        private int size;

        Gathering(MetricStore store, RunId run, Column column) {
            this.store = store;
            this.run = run;
            this.column = column;
        }

        History read() {
            Optional<PageToken> next = Optional.empty();
            do {
                MetricStore.PointPage page =
                        store.points(run, column.metric, Optional.of(column.name), Limits.POINTS, next);
                page.columns().values().forEach(cells -> add(page, cells));
                next = page.next();
            } while (next.isPresent());
            return new History(Arrays.copyOf(times, size), Arrays.copyOf(steps, size), Arrays.copyOf(values, size));
        }

        private void add(MetricStore.PointPage page, Cells cells) {
            reserve(size + cells.size());
            for (int row = 0; row < cells.size(); row++) {
                if (cells.isNumber(row)) {
                    times[size] = page.times()[row];
                    double step = page.steps()[row];
                    steps[size] = Double.isNaN(step) ? 0 : step;
                    values[size++] = cells.number(row);
                }
            }
        }

        private void reserve(int most) {
            if (most > times.length) {
                int length = Math.max(most, times.length * 2);
                times = Arrays.copyOf(times, length);
                steps = Arrays.copyOf(steps, length);
                values = Arrays.copyOf(values, length);
            }
        }
    }
}
