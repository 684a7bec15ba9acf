// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/** Float64 numbers as whole numbers of tenths, hundredths, down to millionths, where that is exact bit for bit. */
final class Decimals {
    static final int MOST_PLACES = 6;

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    private static final double MOST = 0x1p53;

    private Decimals() {}

    /**
     * The fewest decimal places that all numbers may have, or -1 where one is not decimal. A number that is exact with fewer
     * places than another one may still not be with more of them: {@link #scale} has the last word.
     */
    static int places(long[] bits, int count) {
        int places = 0;
        for (int i = 0; i < count; i++) {
            while (!isExact(bits[i], places)) {
                if (++places > MOST_PLACES) {
                    return -1;
                }
            }
        }
        return places;
    }

    /** Puts the whole numbers in {@code scaled}; false where one of them does not give back its number. */
    static boolean scale(long[] bits, int count, int places, long[] scaled) {
        double power = POWERS[places];
        for (int i = 0; i < count; i++) {
            long whole = whole(bits[i], power);
            scaled[i] = whole;
            if (!givesBack(whole, power, bits[i])) {
                return false;
            }
        }
        return true;
    }

    /** Replaces whole numbers by the bits of the numbers that they stand for. */
    static void unscale(long[] values, int places) {
        double power = POWERS[places];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.doubleToRawLongBits(values[i] / power);
        }
    }

    private static boolean isExact(long bits, int places) {
        return givesBack(whole(bits, POWERS[places]), POWERS[places], bits);
    }

    private static long whole(long bits, double power) {
        return (long) Math.rint(Double.longBitsToDouble(bits) * power);
    }

    // A whole number has no -0.0 and no NaN, so these fail here, and what is beyond the limit is not exact as a
    // float64.
    private static boolean givesBack(long whole, double power, long bits) {
        return Math.abs((double) whole) <= MOST && Double.doubleToRawLongBits(whole / power) == bits;
    }
}
