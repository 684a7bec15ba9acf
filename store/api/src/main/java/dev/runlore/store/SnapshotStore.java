// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Snapshot;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import java.util.Optional;

/** Source folders by their content: stored once each, never changed. A run's snapshot is set by {@link RunStore#append}. */
public interface SnapshotStore {

    /** A snapshot, and whether the call stored it. */
    record Stored(Snapshot snapshot, boolean created) {}

    /** Stores a manifest, whose blobs must be there already; the same one again changes nothing. */
    Stored put(Manifest manifest);

    Optional<Snapshot> find(SnapshotId id);

    /** All files of a snapshot. */
    Optional<Manifest> findManifest(SnapshotId id);

    /** Files in the order of the manifest; none when the snapshot is not there. */
    Page<SnapshotFile> files(SnapshotId id, int limit, Optional<PageToken> token);

    Optional<SnapshotFile> findFile(SnapshotId id, ArtifactPath path);
}
