// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.Sha256;
import dev.runlore.store.BlobStore;
import dev.runlore.store.files.FolderBlobStore;
import dev.runlore.store.sql.DatabaseCopy;
import dev.runlore.store.sql.Finding;
import dev.runlore.store.sql.StoreRepair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** Repairs the history of a data folder that no server has, after a copy of its database was put into {@code backups}. */
final class HistoryRepair {
    private final DataFolder folder;
    private final Report report;
    private final InstantSource clock = InstantSource.system();

    HistoryRepair(DataFolder folder, Report report) {
        this.folder = folder;
        this.report = report;
    }

    /** @param findings what a checkup has found just before */
    void make(List<Finding> findings) throws IOException {
        report.line("copy", keepCopy() + " has the database as it was");
        StoreRepair.of(folder.root(), findings, folder.root().resolve("damaged"), clock)
                .forEach(sentence -> report.line("repaired", sentence));
        sweep();
    }

    private Path keepCopy() throws IOException {
        String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[:-]", "");
        Path copy = folder.root().resolve("backups").resolve("doctor-" + time);
        Files.createDirectories(copy, DataFolder.ownerOnly());
        for (String end : List.of("", "-wal")) {
            Path file = folder.root().resolve("runlore.db" + end);
            if (Files.exists(file)) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private void sweep() throws IOException {
        BlobStore blobs = new FolderBlobStore(folder.root(), clock);
        Set<Sha256> named = DatabaseCopy.namedBlobs(folder.root());
        Instant before = clock.instant().minus(HistoryCheckup.SWEPT_AFTER);
        long[] freed = new long[2];
        blobs.unused(
                before,
                batch -> batch.stream()
                        .filter(blob -> !named.contains(blob))
                        .forEach(blob -> delete(blobs, blob, before, freed)));
        if (freed[0] > 0) {
            report.line("repaired", "deleted " + freed[0] + " files that nobody names, " + Bytes.text(freed[1]));
        }
    }

    private static void delete(BlobStore blobs, Sha256 blob, Instant before, long[] freed) {
        try {
            blobs.delete(blob, before).ifPresent(bytes -> {
                freed[0]++;
                freed[1] += bytes;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
