// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.RunId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Readings that go on page by page, each for whoever asks for what comes at its place; a bounded number of points. Thread-safe. */
final class KeptReadings {
    private final int mostPoints;
    private final Lock lock = new ReentrantLock();
    private final Map<Key, Reading> kept = new LinkedHashMap<>();
    private long points;

    private record Key(RunId run, String metric, String column, Place place) {
        static Key of(MetricColumn column, Place place) {
            return new Key(column.run(), column.metric(), column.column(), place);
        }
    }

    KeptReadings(int mostPoints) {
        this.mostPoints = mostPoints;
    }

    /** The reading that is at this place, which is no longer kept then. */
    Optional<Reading> take(MetricColumn column, Place place) {
        lock.lock();
        try {
            Optional<Reading> reading = Optional.ofNullable(kept.remove(Key.of(column, place)));
            points -= reading.map(Reading::held).orElse(0);
            return reading;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a reading at the place where it is, and as many of those kept last as there is room for. */
    void put(MetricColumn column, Reading reading) {
        Key key = Key.of(column, reading.place().orElseThrow());
        lock.lock();
        try {
            Optional.ofNullable(kept.remove(key)).ifPresent(before -> points -= before.held());
            kept.put(key, reading);
            points += reading.held();
            Iterator<Reading> eldest = kept.values().iterator();
            while (points > mostPoints) {
                points -= eldest.next().held();
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
