// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;

/**
 * What is known of a chunk of one series without its bytes. Bounds and orders are those of the rows that have a number or a
 * boolean in the series.
 *
 * @param firstRow counted from the metric's first row
 * @param cells how many rows have a cell
 * @param numbers how many of these cells are numbers or booleans
 * @param minStep least step, NaN where there is none
 * @param minTime least time in milliseconds; 0 as the greatest where there are no numbers
 */
record ChunkHead(
        long firstRow,
        int rows,
        int cells,
        int numbers,
        double minStep,
        double maxStep,
        long minTime,
        long maxTime,
        StepOrder stepOrder,
        boolean timesAscend) {

    /** How steps follow each other; the ordinal is what is stored. */
    enum StepOrder {
        MIXED,
        ASCENDING,
        ABSENT;

        static StepOrder of(int stored) {
            if (stored < 0 || stored >= values().length) {
                throw new DamagedBytesException("its steps have the unknown order " + stored);
            }
            return values()[stored];
        }
    }

    static ChunkHead of(long firstRow, Rows rows, Cells cells) {
        Fold fold = new Fold();
        for (int row = 0; row < cells.size(); row++) {
            if (cells.isNumber(row)) {
                fold.add(rows.times()[row], rows.steps()[row]);
            }
        }
        return new ChunkHead(
                firstRow,
                rows.count(),
                cells.present(),
                fold.numbers,
                fold.minStep,
                fold.maxStep,
                fold.numbers == 0 ? 0 : fold.minTime,
                fold.numbers == 0 ? 0 : fold.maxTime,
                fold.stepOrder(),
                fold.timesAscend);
    }

    long end() {
        return firstRow + rows;
    }

    /** Where its cells reach; anywhere when some are no numbers, of which the bounds say nothing. */
    Reach reach() {
        return numbers < cells
                ? Reach.anywhere()
                : new Reach(minTime, maxTime, minStep, maxStep, stepOrder != StepOrder.ASCENDING);
    }

    private static final class Fold {
        private int numbers;
        private int steps;
        private double minStep = Double.NaN;
        private double maxStep = Double.NaN;
        private long minTime = Long.MAX_VALUE;
        private long maxTime = Long.MIN_VALUE;
        private boolean stepsAscend = true;
        private boolean timesAscend = true;

        private void add(long time, double step) {
            numbers++;
            timesAscend &= time >= maxTime;
            minTime = Math.min(minTime, time);
            maxTime = Math.max(maxTime, time);
            if (!Double.isNaN(step)) {
                stepsAscend &= steps == 0 || step >= maxStep;
                minStep = steps == 0 ? step : Math.min(minStep, step);
                maxStep = steps == 0 ? step : Math.max(maxStep, step);
                steps++;
            }
        }

        private StepOrder stepOrder() {
            if (steps == 0) {
                return StepOrder.ABSENT;
            }
            return steps == numbers && stepsAscend ? StepOrder.ASCENDING : StepOrder.MIXED;
        }
    }
}
