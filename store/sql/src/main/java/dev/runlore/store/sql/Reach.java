// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/** Over which times and steps points reach. Starts with none; for one thread. */
final class Reach {
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private double minStep = Double.POSITIVE_INFINITY;
    private double maxStep = Double.NEGATIVE_INFINITY;
    /** Whether there are points without a step. */
    private boolean stepless;

    /** Over nothing. */
    Reach() {}

    /** Over these bounds; steps that are NaN are none. */
    Reach(long minTime, long maxTime, double minStep, double maxStep, boolean stepless) {
        this.minTime = minTime;
        this.maxTime = maxTime;
        this.minStep = minStep;
        this.maxStep = maxStep;
        this.stepless = stepless;
    }

    static Reach anywhere() {
        return new Reach(Long.MIN_VALUE, Long.MAX_VALUE, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);
    }

    /** Takes in a point, whose step is NaN when it has none. */
    void add(long time, double step) {
        minTime = Math.min(minTime, time);
        maxTime = Math.max(maxTime, time);
        if (Double.isNaN(step)) {
            stepless = true;
        } else {
            minStep = Math.min(minStep, step);
            maxStep = Math.max(maxStep, step);
        }
    }

    void add(Reach other) {
        minTime = Math.min(minTime, other.minTime);
        maxTime = Math.max(maxTime, other.maxTime);
        minStep = Math.min(minStep, other.minStep);
        maxStep = Math.max(maxStep, other.maxStep);
        stepless |= other.stepless;
    }

    /** Whether the point may be one of them. */
    boolean mayHold(long time, double step) {
        boolean stepFits = Double.isNaN(step) ? stepless : step >= minStep && step <= maxStep;
        return stepFits && time >= minTime && time <= maxTime;
    }

    /** Whether a point may be one of these and one of the others. */
    boolean meets(Reach other) {
        boolean stepsMeet = stepless && other.stepless || minStep <= other.maxStep && other.minStep <= maxStep;
        return stepsMeet && minTime <= other.maxTime && other.minTime <= maxTime;
    }
}
