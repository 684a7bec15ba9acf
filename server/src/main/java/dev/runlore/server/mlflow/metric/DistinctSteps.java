// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import java.util.Arrays;

/** The different ones of any number of steps, in bounded memory: when they are more than a million, an even choice of them. For one thread. */
final class DistinctSteps {
    static final int MOST = 1 << 20;
    /** 2^64 divided by the golden ratio: multiples of it are spread evenly. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] steps = new long[1_024];
    private int size;
    /** How often half of them went: which ones is a matter of the step alone, so that every history loses the same. */
    private int halvings;

    void add(long step) {
        if (!isKept(step) || size > 0 && steps[size - 1] == step) {
            return;
        }
        if (size == steps.length) {
            makeRoom();
        }
        steps[size++] = step;
    }

    private boolean isKept(long step) {
        return Long.numberOfLeadingZeros((step ^ step >>> 32) * SPREAD) >= halvings;
    }

    private void makeRoom() {
        settle();
        while (size > MOST) {
            halvings++;
            keep();
        }
        if (size > steps.length / 2) {
            steps = Arrays.copyOf(steps, steps.length * 2);
        }
    }

    /** Orders them and leaves out what comes twice. */
    private void settle() {
        Arrays.sort(steps, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept == 0 || steps[kept - 1] != steps[i]) {
                steps[kept++] = steps[i];
            }
        }
        size = kept;
    }

    private void keep() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (isKept(steps[i])) {
                steps[kept++] = steps[i];
            }
        }
        size = kept;
    }

    /** In ascending order. */
    long[] sorted() {
        settle();
        return Arrays.copyOf(steps, size);
    }
}
