// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/**
 * The order in which numbers ascend, equal ones in the order they came. Merges the stretches that ascend already, so a series in
 * order costs one look at each number, and one of a few resumed runs little more.
 */
final class StableOrder {
    private StableOrder() {}

    /** Indices into {@code xs}, none of which is NaN. */
    static int[] of(double[] xs) {
        int[] order = new int[xs.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int[] spare = null;
        while (stretch(xs, order, 0) < order.length) {
            int[] merged = spare == null ? new int[order.length] : spare;
            mergePairs(xs, order, merged);
            spare = order;
            order = merged;
        }
        return order;
    }

    /** End of the ascending stretch that begins at {@code from}. */
    private static int stretch(double[] xs, int[] order, int from) {
        int end = Math.min(from + 1, order.length);
        while (end < order.length && xs[order[end - 1]] <= xs[order[end]]) {
            end++;
        }
        return end;
    }

    private static void mergePairs(double[] xs, int[] from, int[] to) {
        for (int start = 0; start < from.length; ) {
            int middle = stretch(xs, from, start);
            int end = stretch(xs, from, middle);
            merge(xs, from, to, new int[] {start, middle, end});
            start = end;
        }
    }

    private static void merge(double[] xs, int[] from, int[] to, int[] bounds) {
        int left = bounds[0];
        int right = bounds[1];
        for (int i = bounds[0]; i < bounds[2]; i++) {
            boolean isLeft = right == bounds[2] || (left < bounds[1] && xs[from[left]] <= xs[from[right]]);
            to[i] = isLeft ? from[left++] : from[right++];
        }
    }
}
