// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.measure;

import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;
import dev.runlore.store.StoreMeasures;
import java.io.IOException;
import java.util.Map;

/** What is stored and how the store does, as measures. */
public final class StoredMeasures {
    private final Store store;
    private final BlobStore blobs;

    public StoredMeasures(Store store, BlobStore blobs) {
        this.store = store;
        this.blobs = blobs;
    }

    void write(OpenMetrics out) throws IOException {
        StoreMeasures measures = store.measures();
        writes(out, measures.writes());
        out.gauge("runlore_runs", "Runs in the history.", measures.runs());
        out.gauge("runlore_series", "Series of all runs.", measures.series());
        out.family("runlore_jobs", "gauge", "Submitted runs by the state of their job.");
        measures.jobs().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(jobs -> out.sample("", OpenMetrics.labels("state", jobs.getKey()), jobs.getValue()));
        out.gauge("runlore_database_bytes", "Bytes of the database file.", measures.databaseBytes());
        out.gauge("runlore_database_log_bytes", "Bytes of the write-ahead log.", measures.logBytes());
        BlobStore.Usage usage = blobs.usage();
        out.gauge("runlore_blobs", "Files that artifacts and snapshots are made of, about.", usage.blobs());
        out.gauge("runlore_blob_bytes", "Bytes of these files, about.", usage.bytes());
    }

    private static void writes(OpenMetrics out, StoreMeasures.Writes writes) {
        out.gauge("runlore_write_queue_requests", "Writes that wait for a commit.", writes.waitingRequests());
        out.gauge("runlore_write_queue_bytes", "Memory of the writes that wait.", writes.waitingBytes());
        out.counter("runlore_write_queue_refused", "Writes refused because too much waited.", writes.refused());
        out.counter("runlore_stored_points", "Points of committed writes.", writes.points());
        out.histogram("runlore_commit_seconds", "Time of one commit, until the disk had it.", writes.seconds());
        out.histogram("runlore_commit_requests", "Writes that one commit made durable.", writes.requests());
    }
}
