// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.project;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import dev.runlore.project.FolderSnapshot;
import dev.runlore.server.snapshot.Snapshots;
import dev.runlore.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Stores snapshots of folders of this host. Thread-safe. */
public record FolderSnapshots(Snapshots snapshots, BlobStore blobs) {

    /**
     * Stores the files, then the snapshot.
     *
     * @throws RunloreException WRONG_STATE naming a file that is no longer as it was when the snapshot was taken
     */
    SnapshotId put(FolderSnapshot folder) throws IOException {
        for (SnapshotFile file : folder.manifest().files()) {
            if (blobs.find(file.sha256()).isEmpty()) {
                store(file, folder.file(file.sha256()));
            }
        }
        return snapshots.put(folder.manifest()).snapshot().id();
    }

    /** The bytes are read anew, and are those of the digest that the snapshot names, or nothing is stored. */
    private void store(SnapshotFile file, Path from) throws IOException {
        try (InputStream bytes = open(from)) {
            blobs.put(bytes, file.sha256());
        } catch (RunloreException e) {
            throw e.code() == ErrorCode.INVALID_ARGUMENT ? changed(from, e) : e;
        }
    }

    private static InputStream open(Path file) throws IOException {
        try {
            return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw changed(file, e); // it is gone, cannot be read any more, or a link stands in its place
        }
    }

    private static RunloreException changed(Path file, Exception cause) {
        return new RunloreException(
                ErrorCode.WRONG_STATE,
                "file " + file + " must stay as it is while it is read but has changed; wait until it is written,"
                        + " or name it in .amlignore",
                cause);
    }
}
