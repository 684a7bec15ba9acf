// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;

/** Where the bytes of a snapshot's files come from: a server, or its blobs. */
@FunctionalInterface
public interface SnapshotBytes {
    /** Writes the bytes of {@code file} to {@code to}, which is not there yet. They are checked again by whoever asked. */
    void write(SnapshotFile file, Path to) throws IOException;
}
