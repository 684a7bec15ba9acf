// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

/** What is known of the points of one bucket, fed in order. All but the count leave NaN out. Not thread-safe. */
final class Bucket {
    private final double x;
    private int count;
    private int numbers;
    private double first = Double.NaN;
    private double last = Double.NaN;
    private double min = Double.NaN;
    private double max = Double.NaN;
    private double sum;
    private double lost;
    /** The sum in units of 2^32, which no count of points takes beyond float64. */
    private double scaledSum;

    Bucket(double x) {
        this.x = x;
    }

    void add(double value) {
        count++;
        if (Double.isNaN(value)) {
            return;
        }
        if (numbers == 0) {
            first = value;
            min = value;
            max = value;
        }
        last = value;
        min = Math.min(min, value);
        max = Math.max(max, value);
        numbers++;
        addToSum(value);
        scaledSum += value * 0x1p-32;
    }

    // Neumaier's sum keeps what each addition rounds away, so a mean does not drift over millions of points.
    private void addToSum(double value) {
        double next = sum + value;
        lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
        sum = next;
    }

    double mean() {
        if (numbers == 0) {
            return Double.NaN;
        }
        if (Double.isInfinite(min) || Double.isInfinite(max)) {
            return (min + max) / 2;
        }
        double mean = (sum + lost) / numbers;
        return Double.isFinite(mean) ? mean : scaledSum / numbers * 0x1p32;
    }

    /** That of the first point. */
    double x() {
        return x;
    }

    /** Points, NaN included. */
    int count() {
        return count;
    }

    double first() {
        return first;
    }

    double last() {
        return last;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }
}
