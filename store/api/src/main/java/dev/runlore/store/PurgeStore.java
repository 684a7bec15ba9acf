// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.RunId;
import dev.runlore.domain.Sha256;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * Purging: what is gone is gone for good, and its space is given back. A run vanishes in one step; its rows then go in slices,
 * each a short write of its own, so that others write in between.
 */
public interface PurgeStore {

    /** What one slice did: bytes that were named by rows that went, and whether nothing is left to do. */
    record Slice(Set<Sha256> released, boolean done) {
        public Slice {
            released = Set.copyOf(released);
        }
    }

    /**
     * Takes a run out of the history, and the logged models that it made. Its children stay and keep its id as their parent's.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND; WRONG_STATE when the run is not over and not silent,
     *     or silent with a job that has not ended
     */
    void purge(RunId run);

    /** Removes some rows of purged runs, also of those that an earlier process did not finish. */
    Slice removeSome();

    /** Gives up imports that got nothing since; their rows then go as those of purged runs do. */
    void dropImports(Instant before);

    /** Removes one snapshot that no run has and that is older, if there is one; done when there was none. */
    Slice removeSnapshot(Instant before);

    /** Gives some of the file's unused space back; answers whether there is no more. */
    boolean shrink();

    /** Those of the blobs that no artifact, snapshot, logged model or model version names, rows of purged runs included. */
    Set<Sha256> unreferenced(Collection<Sha256> blobs);
}
