// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The chunk that was looked into last for points that come again, because those that come next mostly lie in it too. For the
 * writing thread, which says when a run's chunks are no more what they were.
 */
final class LastChunk {
    private @Nullable Kept kept;

    /** Which chunk it is: of which run and metric, and the row it begins at. */
    record Place(long run, long metric, long firstRow) {}

    private record Kept(Place place, Rows rows) {}

    Rows read(Place place, Supplier<Rows> reading) {
        if (kept == null || !kept.place.equals(place)) {
            kept = null; // before the next is read, so that memory has one at a time
            kept = new Kept(place, reading.get());
        }
        return kept.rows;
    }

    void drop(long run) {
        if (kept != null && kept.place.run == run) {
            kept = null;
        }
    }

    void clear() {
        kept = null;
    }
}
