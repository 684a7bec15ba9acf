// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.bucket;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series cut into buckets of equal width along x, those without points left out.
 *
 * @param n points within the range, NaN included
 */
public record Buckets(long n, List<Bucket> buckets) {
    public static final Buckets NONE = new Buckets(0, List.of());

    public Buckets {
        buckets = List.copyOf(buckets);
    }

    /** Fills buckets with points in the order of their arrival, whatever their x. For one thread. */
    public static final class Filling {
        private final double from;
        private final double to;
        private final @Nullable Bucket[] buckets;
        private long n;

        /**
         * Empty buckets.
         *
         * @param from smallest x that comes
         * @param to greatest x that comes
         */
        public Filling(double from, double to, int width) {
            this.from = from;
            this.to = to;
            this.buckets = new Bucket[width];
        }

        public void add(double x, double value) {
            bucket(x).add(x, value);
            n++;
        }

        /** Adds points that all belong to the bucket of the first of them, and come behind whatever that has. */
        public void add(double x, Bucket.Block block) {
            bucket(x).add(x, block);
            n += block.count();
        }

        private Bucket bucket(double x) {
            int number = number(x);
            Bucket bucket = buckets[number];
            if (bucket == null) {
                bucket = new Bucket();
                buckets[number] = bucket;
            }
            return bucket;
        }

        /** The greatest x belongs to the last bucket. */
        private int number(double x) {
            // Halves, so that a range over all of float64 has a finite length.
            double length = to / 2 - from / 2;
            double share = length > 0 ? (x / 2 - from / 2) / length : 0;
            return (int) Math.min(share * buckets.length, buckets.length - 1);
        }

        public Buckets buckets() {
            List<Bucket> filled = new ArrayList<>();
            for (Bucket bucket : buckets) {
                if (bucket != null) {
                    filled.add(bucket);
                }
            }
            return new Buckets(n, filled);
        }
    }
}
