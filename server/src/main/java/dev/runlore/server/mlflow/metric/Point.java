// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

/** One number of a column. The order is total: points of which none comes before the other are the same to whoever reads them. */
record Point(long time, double step, double value) {
    /** A point; a step that is absent counts as 0. */
    Point {
        step = Double.isNaN(step) ? 0 : step + 0.0;
    }

    /** The step as clients know it. */
    long wholeStep() {
        return Math.round(step);
    }

    /** The order of histories: by time, step and value, where NaN counts as 0. */
    static int byTime(Point one, Point other) {
        if (one.time != other.time) {
            return Long.compare(one.time, other.time);
        }
        return one.step == other.step ? byValue(one.value, other.value) : Double.compare(one.step, other.step);
    }

    /** The order of charts: by step, then as histories are. */
    static int byStep(Point one, Point other) {
        return one.step == other.step ? byTime(one, other) : Double.compare(one.step, other.step);
    }

    private static int byValue(double one, double other) {
        int order = Double.compare(rank(one), rank(other));
        return order == 0 ? Double.compare(one, other) : order;
    }

    private static double rank(double value) {
        return Double.isNaN(value) ? 0 : value + 0.0;
    }
}
