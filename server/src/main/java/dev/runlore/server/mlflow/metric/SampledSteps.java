// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/** Which steps of several histories are shown: all when they are few, else evenly chosen ones and the ends of each history. For one thread. */
final class SampledSteps {
    private final DistinctSteps all = new DistinctSteps();
    private final TreeSet<Long> ends = new TreeSet<>();

    /** Adds one history's steps, those that are asked for. */
    void add(Iterable<MetricColumn.Part> parts, LongPredicate asked) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (MetricColumn.Part part : parts) {
            for (Point point : part.points()) {
                long step = point.wholeStep();
                if (asked.test(step)) {
                    all.add(step);
                    first = Math.min(first, step);
                    last = Math.max(last, step);
                }
            }
        }
        if (first <= last) {
            ends.add(first);
            ends.add(last);
        }
    }

    /** In ascending order. */
    long[] chosen(int most) {
        long[] sorted = all.sorted();
        if (sorted.length <= most) {
            return sorted;
        }
        TreeSet<Long> chosen = new TreeSet<>(ends);
        for (int i = 0; i < most; i++) {
            chosen.add(sorted[(int) ((long) i * sorted.length / most)]);
        }
        return chosen.stream().mapToLong(Long::longValue).toArray();
    }

    /** Whether a step is one of the chosen. */
    static LongPredicate among(long[] chosen) {
        return step -> Arrays.binarySearch(chosen, step) >= 0;
    }
}
