// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.Cells;
import dev.runlore.domain.RunId;
import dev.runlore.store.MetricStore;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** Points of one column; the whole of a column is ordered by time, step and value, where NaN counts as 0. */
record History(long[] times, double[] steps, double[] values) {
    static final History NONE = new History(new long[0], new double[0], new double[0]);

    int size() {
        return times.length;
    }

    /** A point's step as clients know it. */
    long step(int index) {
        return Math.round(steps[index]);
    }

    /** The whole history of what clients call a metric; empty when the run has no such numbers. */
    static History read(MetricStore store, RunId run, String key) {
        return MetricColumn.find(store, run, key)
                .map(column -> read(store, column))
                .orElse(NONE);
    }

    static History read(MetricStore store, MetricColumn column) {
        return read(store, column, step -> true);
    }

    /** The points of a column whose steps are asked for; no others are held. */
    static History read(MetricStore store, MetricColumn column, LongPredicate steps) {
        GatheredPoints points = new GatheredPoints();
        for (History part : column.parts(store)) {
            points.add(part, steps);
        }
        return points.history().sorted();
    }

    /** The numbers of a page of one column in their order. */
    static History of(MetricStore.PointPage page) {
        Cells cells = page.columns().values().iterator().next();
        int[] rows = IntStream.range(0, cells.size()).filter(cells::isNumber).toArray();
        return new History(
                Arrays.stream(rows).mapToLong(row -> page.times()[row]).toArray(),
                Arrays.stream(rows)
                        .mapToDouble(row -> Double.isNaN(page.steps()[row]) ? 0 : page.steps()[row])
                        .toArray(),
                Arrays.stream(rows).mapToDouble(cells::number).toArray());
    }

    boolean isOrdered() {
        for (int i = 1; i < size(); i++) {
            if (compare(i - 1, i) > 0) {
                return false;
            }
        }
        return true;
    }

    private History sorted() {
        return isOrdered() ? this : sorted(this::compare);
    }

    /** The same points ordered by step first. */
    History byStep() {
        return sorted(Comparator.comparingDouble(i -> steps[i]));
    }

    private History sorted(Comparator<Integer> order) {
        return select(IntStream.range(0, size())
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray());
    }

    /** The points from one index to before another. */
    History part(int from, int to) {
        return from == 0 && to == size()
                ? this
                : new History(
                        Arrays.copyOfRange(times, from, to),
                        Arrays.copyOfRange(steps, from, to),
                        Arrays.copyOfRange(values, from, to));
    }

    private History select(int[] rows) {
        return new History(
                Arrays.stream(rows).mapToLong(i -> times[i]).toArray(),
                Arrays.stream(rows).mapToDouble(i -> steps[i]).toArray(),
                Arrays.stream(rows).mapToDouble(i -> values[i]).toArray());
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
}
