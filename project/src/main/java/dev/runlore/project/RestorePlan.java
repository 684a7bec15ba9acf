// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import java.nio.file.Path;
import java.util.List;

/**
 * What a restore will do to a folder. Each list is sorted by the bytes of its paths.
 *
 * @param folder absolute; it need not be there
 * @param target the snapshot that the folder will hold
 * @param added not there yet
 * @param overwritten there with other bytes, or executable where the snapshot is not
 * @param deleted a snapshot of the folder would keep it now, and the target does not have it
 * @param kept files of the target that are left as they are in the folder: names under which restores never write
 */
public record RestorePlan(
        Path folder,
        Manifest target,
        List<ArtifactPath> added,
        List<ArtifactPath> overwritten,
        List<ArtifactPath> deleted,
        List<ArtifactPath> kept) {
    public RestorePlan {
        added = List.copyOf(added);
        overwritten = List.copyOf(overwritten);
        deleted = List.copyOf(deleted);
        kept = List.copyOf(kept);
    }

    /** Whether the folder is as the snapshot already. */
    public boolean isDone() {
        return added.isEmpty() && !losesWork();
    }

    /** Whether something that is there will go, and so a backup is kept. */
    public boolean losesWork() {
        return !overwritten.isEmpty() || !deleted.isEmpty();
    }
}
