// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A column of numbers, NaN among them. They compare by their mathematical value, int64s beside float64s too. */
final class Numbers implements Column {
    private static final int BYTES_OF_EXACT = 80;

    private final BitSet present = new BitSet();
    private double[] values = new double[0];
    /** The int64s that a float64 cannot hold; {@link #values} has the nearest one. */
    private final Map<Integer, Long> exact = new HashMap<>();

    /** A number to compare with: a float64, or the nearest one and the int64 itself. */
    record Value(double nearest, @Nullable Long exact) {
        static Value of(long number) {
            return new Value(number, isExact(number) ? null : (Long) number);
        }

        static Value of(double number) {
            return new Value(number, null);
        }
    }

    private static boolean isExact(long number) {
        // 2^63 would come back as the largest int64
        return (long) (double) number == number && number != Long.MAX_VALUE;
    }

    @Override
    public void reserve(int rows) {
        if (rows > values.length) {
            values = Arrays.copyOf(values, rows);
        }
    }

    @Override
    public int rows() {
        return values.length;
    }

    @Override
    public boolean has(int row) {
        return present.get(row);
    }

    @Override
    public void clear(int row) {
        present.clear(row);
        exact.remove(row);
    }

    void put(int row, double value) {
        present.set(row);
        values[row] = value;
        exact.remove(row);
    }

    void put(int row, long value) {
        put(row, (double) value);
        if (!isExact(value)) {
            exact.put(row, value);
        }
    }

    void put(int row, Number value) {
        if (value instanceof Long whole) {
            put(row, whole.longValue());
        } else {
            put(row, value.doubleValue());
        }
    }

    /** The value, or the float64 nearest to it; NaN is a value. */
    double get(int row) {
        return values[row];
    }

    @Override
    public int rank(int row) {
        return Double.isNaN(values[row]) ? 1 : 0;
    }

    @Override
    public int compare(int row, int other) {
        return compare(values[row], exact.get(row), values[other], exact.get(other));
    }

    /** Compares a present value that is not NaN. */
    int compare(int row, Value value) {
        return compare(values[row], exact.isEmpty() ? null : exact.get(row), value.nearest, value.exact);
    }

    /** Rounding keeps order, so only what is rounded to the same number needs a closer look. */
    private static int compare(double a, @Nullable Long exactA, double b, @Nullable Long exactB) {
        if (a < b) {
            return -1;
        }
        if (a > b) {
            return 1;
        }
        if (exactA == null && exactB == null) {
            return 0;
        }
        return whole(a, exactA).compareTo(whole(b, exactB));
    }

    private static BigDecimal whole(double nearest, @Nullable Long exact) {
        return exact != null ? BigDecimal.valueOf(exact) : new BigDecimal(nearest);
    }

    @Override
    public long bytes() {
        return (long) values.length * Double.BYTES + present.size() / 8 + (long) exact.size() * BYTES_OF_EXACT;
    }
}
