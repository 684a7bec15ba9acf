// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.transfer;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.UsedDataset;
import dev.runlore.domain.WholeRun;
import dev.runlore.server.http.Json;
import dev.runlore.server.zip.ZipWriter;
import dev.runlore.store.BlobStore;
import dev.runlore.store.DamagedBlobException;
import dev.runlore.store.Store;
import dev.runlore.store.TransferStore;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;

/**
 * One export on its way out, as {@code docs/formats/export.md} describes it. However much the runs hold, only a slice of it is in
 * memory.
 *
 * @param contents all blobs of the runs and snapshots
 */
record RunExport(
        Store store, BlobStore blobs, List<WholeRun> runs, Set<SnapshotId> snapshots, Map<Sha256, Content> contents) {
    private static final int FORMAT = 1;
    private static final int MODE = 0644;

    /** A blob's size in bytes, and the first file that has it. */
    record Content(long size, ArtifactPath path, String owner) {}

    /** Writes the zip and leaves the stream open. A run that changes meanwhile ends it in the middle. */
    void write(OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        ZipWriter zip = new ZipWriter(buffered, Deflater.BEST_SPEED);
        add(zip, "export.json", overview());
        for (WholeRun run : runs) {
            String folder = "runs/" + run.id();
            add(zip, folder + "/run.json", WholeRunJson.bytes(run));
            zip.add(folder + "/records.ndjson", MODE, ZipWriter.UNKNOWN, bytes -> writeParts(store, run.id(), bytes));
            requireUnchanged(run);
        }
        for (SnapshotId snapshot : snapshots) {
            Manifest manifest = store.snapshots().findManifest(snapshot).orElseThrow();
            add(zip, "snapshots/" + snapshot + ".manifest", manifest.bytes());
        }
        for (Map.Entry<Sha256, Content> blob : contents.entrySet()) {
            Content content = blob.getValue();
            try (InputStream bytes = blobs.open(blob.getKey())) {
                zip.add("blobs/" + blob.getKey(), MODE, content.size, bytes);
            } catch (DamagedBlobException damaged) {
                throw damaged.of(content.path, content.owner);
            }
        }
        zip.finish();
    }

    private static void add(ZipWriter zip, String name, byte[] bytes) throws IOException {
        zip.add(name, MODE, bytes.length, new ByteArrayInputStream(bytes));
    }

    private byte[] overview() {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeArrayFieldStart("runs");
            for (WholeRun run : runs) {
                json.writeString(run.id().value());
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void requireUnchanged(WholeRun run) {
        if (store.transfers().find(run.id()).filter(run::equals).isEmpty()) {
            throw RunloreException.wrongState("run '" + run.id() + "' changed while it was exported; export it again");
        }
    }

    /** Writes the lines of a run's points, files and datasets. */
    static void writeParts(Store store, RunId run, OutputStream out) throws IOException {
        PartLines lines = new PartLines(out);
        LastPoints lasts = new LastPoints(store.metrics(), run);
        Optional<TransferStore.PointPlace> from = Optional.of(TransferStore.PointPlace.START);
        while (from.isPresent()) {
            TransferStore.PointSlice slice = store.transfers().points(run, from.get());
            for (RunPart.Points points : slice.points()) {
                lines.add(lasts.next(points));
                lines.add(points);
            }
            from = slice.next();
        }
        lines.add(lasts.end());
        Optional<PageToken> next = Optional.empty();
        do {
            Page<Artifact> page = store.runs().artifacts(run, Optional.empty(), Limits.PAGE, next);
            for (Artifact file : page.items()) {
                lines.add(file);
            }
            next = page.next();
        } while (next.isPresent());
        for (UsedDataset used : store.runs().datasets(List.of(run)).getOrDefault(run, List.of())) {
            lines.add(used);
        }
        lines.flush();
    }
}
