// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts values by size. Thread-safe; adding takes no lock. */
public final class Histogram {
    private final double[] bounds;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    /**
     * What has been counted.
     *
     * @param bounds greatest values of the buckets but the last, which has none
     * @param counts values in each bucket: one more than bounds
     */
    public record Counts(double[] bounds, long[] counts, double sum) {
        public long count() {
            return Arrays.stream(counts).sum();
        }
    }

    /** @param bounds greatest values of the buckets, ascending; one more bucket takes what is above */
    public Histogram(double... bounds) {
        this.bounds = bounds.clone();
        this.counts = new LongAdder[bounds.length + 1];
        Arrays.setAll(counts, i -> new LongAdder());
    }

    public void add(double value) {
        int bucket = Arrays.binarySearch(bounds, value);
        counts[bucket < 0 ? -bucket - 1 : bucket].increment();
        sum.add(value);
    }

    public Counts counts() {
        return new Counts(
                bounds.clone(), Arrays.stream(counts).mapToLong(LongAdder::sum).toArray(), sum.sum());
    }
}
