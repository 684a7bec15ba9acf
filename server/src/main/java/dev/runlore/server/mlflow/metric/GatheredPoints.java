// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import java.util.Arrays;
import java.util.function.LongPredicate;

/** Points of one column, gathered part by part. For one thread. */
final class GatheredPoints {
    private long[] times = new long[0];
    private double[] steps = new double[0];
    private double[] values = new double[0];
    private int size;

    /** Adds the points of a part whose steps are asked for. */
    void add(History part, LongPredicate asked) {
        makeRoom(part.size());
        for (int i = 0; i < part.size(); i++) {
            if (asked.test(part.step(i))) {
                times[size] = part.times()[i];
                steps[size] = part.steps()[i];
                values[size++] = part.values()[i];
            }
        }
    }

    private void makeRoom(int more) {
        if (size + more > times.length) {
            int length = Math.max(size + more, size + size / 2);
            times = Arrays.copyOf(times, length);
            steps = Arrays.copyOf(steps, length);
            values = Arrays.copyOf(values, length);
        }
    }

    /** All of them in the order of their coming. */
    History history() {
        return new History(times, steps, values).part(0, size);
    }
}
