// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** One file of a snapshot: where it lies below the folder, its bytes' digest and size, and whether it may be executed. */
public record SnapshotFile(ArtifactPath path, boolean executable, Sha256 sha256, long size) {
    public SnapshotFile {
        if (size < 0) {
            throw RunloreException.invalid("size of '" + Shown.text(path.value()) + "' must be 0 or more but is " + size
                    + "; take the snapshot anew");
        }
    }
}
