// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;

/** One block of a {@link Pyramid} in the making, filled again and again. For one thread. */
final class PyramidBlock {
    /** The first row with a number or NaN; means nothing where the count is 0. */
    int row;

    int count;
    int nans;
    double first;
    double last;
    double min;
    double max;
    double sum;
    double lost;

    void fill(Cells cells, int from, int to) {
        clear();
        for (int i = from; i < to; i++) {
            if (cells.isNumber(i)) {
                row = count == 0 ? i : row;
                count++;
                add(cells.number(i));
            }
        }
        if (!Double.isFinite(sum)) {
            sum = Double.isInfinite(min) || Double.isInfinite(max) ? min + max : Double.NaN;
            lost = 0;
        }
    }

    private void clear() {
        count = 0;
        nans = 0;
        first = Double.NaN;
        last = Double.NaN;
        min = Double.NaN;
        max = Double.NaN;
        sum = 0;
        lost = 0;
    }

    private void add(double value) {
        if (Double.isNaN(value)) {
            nans++;
            return;
        }
        if (nans + 1 == count) {
            first = value;
            min = value;
            max = value;
        }
        last = value;
        min = Math.min(min, value);
        max = Math.max(max, value);
        // Neumaier's sum keeps what each addition rounds away
        double next = sum + value;
        lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
        sum = next;
    }
}
