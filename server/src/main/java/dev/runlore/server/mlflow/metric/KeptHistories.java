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

/** Histories that somebody reads page by page, so that each page is not read and ordered anew; a bounded number of points. Thread-safe. */
final class KeptHistories {
    static final int MOST_POINTS = 3_000_000;

    private final Lock lock = new ReentrantLock();
    private final Map<Key, History> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long points;

    private record Key(RunId run, String metric, String column) {
        static Key of(MetricColumn column) {
            return new Key(column.run(), column.metric(), column.column());
        }
    }

    Optional<History> find(MetricColumn column) {
        lock.lock();
        try {
            return Optional.ofNullable(kept.get(Key.of(column)));
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a history that does not fit into one page, in the place of an older one; answers it. */
    History put(MetricColumn column, History history, int page) {
        Key key = Key.of(column);
        lock.lock();
        try {
            History before = kept.remove(key);
            points -= before == null ? 0 : before.size();
            if (history.size() > page && history.size() <= MOST_POINTS) {
                kept.put(key, history);
                points += history.size();
            }
            Iterator<History> eldest = kept.values().iterator();
            while (points > MOST_POINTS) {
                points -= eldest.next().size();
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
        return history;
    }
}
