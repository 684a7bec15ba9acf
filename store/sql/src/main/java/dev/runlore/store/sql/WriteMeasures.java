// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.Histogram;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What the writing thread has done. Thread-safe. */
final class WriteMeasures {
    private final Histogram seconds =
            new Histogram(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);
    private final Histogram requests = new Histogram(1, 2, 4, 8, 16, 32, 64, 128, 256);
    private final LongAdder points = new LongAdder();

    void committed(List<Waiting<?>> group, long nanos) {
        seconds.add(nanos / 1e9);
        requests.add(group.size());
        group.forEach(change -> points.add(change.weight().points()));
    }

    Histogram.Counts seconds() {
        return seconds.counts();
    }

    Histogram.Counts requests() {
        return requests.counts();
    }

    long points() {
        return points.sum();
    }
}
