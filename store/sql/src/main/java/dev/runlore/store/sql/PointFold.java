// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.ColumnType;
import dev.runlore.domain.Summary;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The summary of a series made again from its points, one after the other in the order of arrival. Written apart from
 * {@link SeriesState} on purpose: a check that shared its code would share its faults.
 */
final class PointFold {
    private static final int MOST_TIED = 10_000;

    private record Seen(long time, double step, Cell cell) {
        boolean hasStep() {
            return !Double.isNaN(step);
        }

        double number() {
            return cell.asDouble();
        }
    }

    private final Seen first;
    private Seen last;
    /** Values of the points that have the last one's time and step: which of them is the last depends on who sent them. */
    private final Set<Cell> tied = new HashSet<>();

    private ColumnType type;
    private long count;
    private long nan;
    private double min = Double.POSITIVE_INFINITY;
    private double minStep = Double.NaN;
    private double max = Double.NEGATIVE_INFINITY;
    private double maxStep = Double.NaN;
    private long finite;

    /** Begins with the first point; the step is NaN when there is none. */
    PointFold(long time, double step, Cell cell) {
        first = new Seen(time, step, cell);
        last = first;
        type = cell.type();
        addNumber(first);
    }

    void add(long time, double step, Cell cell) {
        Seen next = new Seen(time, step, cell);
        if (isAfterLast(next)) {
            tie(next);
            last = next;
        }
        type = type.with(cell.type());
        addNumber(next);
    }

    private boolean isAfterLast(Seen next) {
        if (next.hasStep() != last.hasStep()) {
            return next.hasStep();
        }
        if (!next.hasStep() || next.step > last.step) {
            return true;
        }
        return next.step == last.step && next.time >= last.time;
    }

    private void tie(Seen next) {
        if (!next.hasStep() || next.step != last.step || next.time != last.time) {
            tied.clear();
        } else if (tied.size() < MOST_TIED) {
            tied.add(last.cell);
        }
    }

    private void addNumber(Seen next) {
        count++;
        switch (next.cell) {
            case Cell.Text text -> {}
            case Cell.None none -> {}
            case Cell.Float64 real when Double.isNaN(real.value()) -> nan++;
            case Cell.Float64 real -> addFinite(next);
            case Cell.Int64 whole -> addFinite(next);
            case Cell.Bool flag -> addFinite(next);
        }
    }

    private void addFinite(Seen next) {
        double number = next.number();
        if (finite == 0 || number < min) {
            min = number;
            minStep = next.step;
        }
        if (finite == 0 || number > max) {
            max = number;
            maxStep = next.step;
        }
        finite++;
    }

    /** The summary; what is stored as last is right when it is one of those that can be. */
    Summary summary(String column, Cell stored) {
        if (tied.contains(stored)) {
            last = new Seen(last.time, last.step, stored);
        }
        return summary(column);
    }

    Summary summary(String column) {
        return new Summary(
                column,
                type,
                count,
                nan,
                first.cell,
                optional(first.step),
                last.cell,
                optional(last.step),
                last.time,
                finite == 0 ? OptionalDouble.empty() : OptionalDouble.of(min),
                optional(minStep),
                finite == 0 ? OptionalDouble.empty() : OptionalDouble.of(max),
                optional(maxStep));
    }

    private static OptionalDouble optional(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
