// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.RunGroup;
import java.util.OptionalDouble;

/**
 * Statistics of numbers that come one by one, after Welford: the mean so far, and the sum of squares around it. Both are kept in units of
 * a power of two near the largest number, so that neither differences nor squares leave the range of float64.
 */
final class RunningStatistics {
    private long count;
    private long nan;
    private long positive;
    private long negative;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double unit = Double.MIN_NORMAL;
    private double mean;
    private double squares;

    void add(double number) {
        if (Double.isNaN(number)) {
            nan++;
            return;
        }
        // -0 is 0, which SQLite makes of it too
        double value = number + 0.0;
        count++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        if (value == Double.POSITIVE_INFINITY) {
            positive++;
        } else if (value == Double.NEGATIVE_INFINITY) {
            negative++;
        } else {
            addFinite(value);
        }
    }

    private void addFinite(double value) {
        double wanted = Math.scalb(1.0, Math.max(Math.getExponent(value), Double.MIN_EXPONENT));
        if (wanted > unit) {
            double shrunk = unit / wanted;
            mean *= shrunk;
            squares *= shrunk * shrunk;
            unit = wanted;
        }
        double scaled = value / unit;
        double difference = scaled - mean;
        mean += difference / (count - positive - negative);
        squares += difference * (scaled - mean);
    }

    RunGroup.Statistics statistics() {
        return count == 0
                ? new RunGroup.Statistics(
                        0,
                        nan,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty())
                : new RunGroup.Statistics(
                        count,
                        nan,
                        OptionalDouble.of(mean()),
                        OptionalDouble.of(min),
                        OptionalDouble.of(max),
                        deviation());
    }

    private double mean() {
        if (positive > 0) {
            return negative > 0 ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        return negative > 0 ? Double.NEGATIVE_INFINITY : mean * unit;
    }

    private OptionalDouble deviation() {
        if (count < 2) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(positive + negative > 0 ? Double.NaN : Math.sqrt(squares / (count - 1)) * unit);
    }
}
