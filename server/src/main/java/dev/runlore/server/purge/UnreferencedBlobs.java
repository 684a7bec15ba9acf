// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.purge;

import dev.runlore.domain.Sha256;
import dev.runlore.store.BlobStore;
import dev.runlore.store.PurgeStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Deletes blobs that nothing names. Whoever is about to name one has asked for it just before, so one that was used a moment ago
 * stays: this holds as long as a request takes less than that from asking to its commit. For one thread.
 */
final class UnreferencedBlobs {
    /** For blobs that were named and no longer are. */
    static final Duration MOMENT = Duration.ofMinutes(1);

    /** For blobs that were sent and never named. */
    private static final Duration PATIENCE = Duration.ofHours(24);

    private final PurgeStore store;
    private final BlobStore blobs;
    private final InstantSource clock;
    private final Set<Sha256> waiting = new HashSet<>();

    UnreferencedBlobs(PurgeStore store, BlobStore blobs, InstantSource clock) {
        this.store = store;
        this.blobs = blobs;
        this.clock = clock;
    }

    boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    /** Deletes those that nothing names any more; one in use is tried again with those of {@link #freeWaiting}. */
    Freed free(Collection<Sha256> released) throws IOException {
        if (released.isEmpty()) {
            return Freed.NOTHING;
        }
        Freed freed = Freed.NOTHING;
        Instant before = clock.instant().minus(MOMENT);
        for (Sha256 blob : store.unreferenced(released)) {
            OptionalLong size = blobs.delete(blob, before);
            if (size.isPresent()) {
                freed = freed.and(new Freed(1, size.getAsLong(), 0, true));
            } else if (waiting.add(blob)) {
                freed = freed.and(new Freed(0, 0, 1, true));
            }
        }
        return freed;
    }

    Freed freeWaiting() throws IOException {
        Set<Sha256> again = Set.copyOf(waiting);
        waiting.clear();
        return free(again);
    }

    /** Deletes all that have lain unnamed and unused for a day. */
    Freed sweep() throws IOException {
        Instant before = clock.instant().minus(PATIENCE);
        Freed[] freed = {Freed.NOTHING};
        try {
            blobs.unused(before, batch -> freed[0] = freed[0].and(delete(batch, before)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return freed[0];
    }

    private Freed delete(Collection<Sha256> batch, Instant before) {
        Freed freed = Freed.NOTHING;
        for (Sha256 blob : store.unreferenced(batch)) {
            try {
                OptionalLong size = blobs.delete(blob, before);
                freed = freed.and(size.isPresent() ? new Freed(1, size.getAsLong(), 0, true) : Freed.NOTHING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return freed;
    }

    /** When a snapshot that no run has may go. */
    Instant patience() {
        return clock.instant().minus(PATIENCE);
    }
}
