// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.bucket;

/**
 * What is known of the points of one bucket. All but the count and x leave NaN out, and are NaN where there is nothing else. First
 * and last are by x, at one x by arrival. Not thread-safe.
 */
public final class Bucket {
    private double x = Double.POSITIVE_INFINITY;
    private long count;
    private long numbers;
    private double firstX;
    private double first = Double.NaN;
    private double lastX;
    private double last = Double.NaN;
    private double min = Double.NaN;
    private double max = Double.NaN;
    private double sum;
    private double lost;
    /** The sum in units of 2^32, which no count of points takes beyond float64. */
    private double scaledSum;

    /** Adds a point that arrived after those before. */
    void add(double pointX, double value) {
        x = Math.min(x, pointX);
        count++;
        if (Double.isNaN(value)) {
            return;
        }
        if (numbers == 0) {
            firstX = pointX;
            first = value;
            lastX = pointX;
            min = value;
            max = value;
        }
        if (pointX < firstX) {
            firstX = pointX;
            first = value;
        }
        if (pointX >= lastX) {
            lastX = pointX;
            last = value;
        }
        min = Math.min(min, value);
        max = Math.max(max, value);
        numbers++;
        addToSum(value);
        scaledSum += value * 0x1p-32;
    }

    /** Adds points whose x are all at least as great as those before. */
    void add(double pointX, Block block) {
        x = Math.min(x, pointX);
        count += block.count();
        long more = block.count() - block.nan();
        if (more == 0) {
            return;
        }
        if (numbers == 0) {
            firstX = pointX;
            first = block.first();
            min = block.min();
            max = block.max();
        }
        lastX = pointX;
        last = block.last();
        min = Math.min(min, block.min());
        max = Math.max(max, block.max());
        numbers += more;
        addToSum(block.sum());
        lost += block.lost();
        scaledSum += block.sum() * 0x1p-32;
    }

    // Neumaier's sum keeps what each addition rounds away, so a mean does not drift over millions of points.
    private void addToSum(double value) {
        double next = sum + value;
        lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
        sum = next;
    }

    public double mean() {
        if (numbers == 0) {
            return Double.NaN;
        }
        if (Double.isInfinite(min) || Double.isInfinite(max)) {
            return (min + max) / 2;
        }
        double mean = (sum + lost) / numbers;
        return Double.isFinite(mean) ? mean : scaledSum / numbers * 0x1p32;
    }

    /** The least of its points. */
    public double x() {
        return x;
    }

    /** Points, NaN included. */
    public long count() {
        return count;
    }

    public double first() {
        return first;
    }

    public double last() {
        return last;
    }

    public double min() {
        return min;
    }

    public double max() {
        return max;
    }

    /**
     * Consecutive points of ascending x, summed up.
     *
     * @param count points, NaN included
     * @param nan how many are NaN
     * @param sum of the others, finite unless one of them is not
     * @param lost what rounding took from the sum
     */
    public record Block(
            int count, int nan, double first, double last, double min, double max, double sum, double lost) {}
}
