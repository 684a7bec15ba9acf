// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.snapshot;

import dev.runlore.domain.Manifest;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.server.zip.ZipWriter;
import dev.runlore.store.DamagedBlobException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A snapshot as one zip: the same bytes for the same snapshot, whoever asks and whenever. */
final class SnapshotZip {
    private static final int PLAIN = 0644;
    private static final int EXECUTABLE = 0755;

    /** Opens a file's bytes, which fail at their end when they are not those of its digest. */
    interface Source {
        InputStream open(SnapshotFile file) throws IOException;
    }

    private SnapshotZip() {}

    static void write(Manifest manifest, Source source, OutputStream out) throws IOException {
        ZipWriter zip = new ZipWriter(out);
        for (SnapshotFile file : manifest.files()) {
            int mode = file.executable() ? EXECUTABLE : PLAIN;
            try (InputStream bytes = source.open(file)) {
                zip.add(file.path().value(), mode, file.size(), bytes);
            } catch (DamagedBlobException damaged) {
                throw damaged.of(file.path(), "snapshot " + manifest.id());
            }
        }
        zip.finish();
    }
}
