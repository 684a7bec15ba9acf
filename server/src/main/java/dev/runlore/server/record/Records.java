// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import dev.runlore.domain.Appended;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Rejection;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Writer;
import dev.runlore.server.http.MissingBlobsException;
import dev.runlore.server.run.Runs;
import dev.runlore.server.snapshot.Snapshots;
import dev.runlore.store.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Appends writers' records, up to the first one that names bytes that are not here. Thread-safe. */
public final class Records {
    private final Runs runs;
    private final BlobStore blobs;
    private final Snapshots snapshots;

    public Records(Runs runs, BlobStore blobs, Snapshots snapshots) {
        this.runs = runs;
        this.blobs = blobs;
        this.snapshots = snapshots;
    }

    /**
     * @throws MissingBlobsException after the records before the first that names an unknown blob were stored
     * @throws dev.runlore.store.RecordGapException when the writer's next record is below its first
     */
    Appended append(RunId run, Writer.Numbered writer, List<RunRecord> records) throws IOException {
        List<RunRecord> checked = new ArrayList<>(records.size());
        Set<Sha256> missing = new LinkedHashSet<>();
        for (int i = 0; i < records.size(); i++) {
            RunRecord complete = complete(records.get(i), writer.first() + i, missing);
            if (missing.isEmpty()) {
                checked.add(complete);
            }
        }
        if (missing.isEmpty()) {
            return runs.append(run, writer, checked);
        }
        OptionalLong next = checked.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(runs.append(run, writer, checked).nextRecord());
        throw new MissingBlobsException(List.copyOf(missing), next);
    }

    /** The record, once all the bytes that it names are here; else they are added to what is missing. */
    private RunRecord complete(RunRecord record, long number, Set<Sha256> missing) throws IOException {
        if (record instanceof RunRecord.PutArtifact artifact) {
            return sized(artifact, missing);
        }
        return record instanceof RunRecord.TakeSnapshot snapshot ? stored(snapshot, number, missing) : record;
    }

    private RunRecord stored(RunRecord.TakeSnapshot record, long number, Set<Sha256> missing) throws IOException {
        try {
            missing.addAll(snapshots.put(record.manifest()));
            return record;
        } catch (RunloreException refused) {
            if (refused.code() != ErrorCode.INVALID_ARGUMENT && refused.code() != ErrorCode.TOO_LARGE) {
                throw refused;
            }
            return new RunRecord.Unreadable(
                    new Rejection(number, Optional.empty(), refused.code(), String.valueOf(refused.getMessage())));
        }
    }

    /** The artifact with its blob's own size, whatever the client told. */
    private RunRecord sized(RunRecord.PutArtifact artifact, Set<Sha256> missing) throws IOException {
        if (artifact.blob().isEmpty()) {
            return artifact;
        }
        Optional<Long> size = blobs.find(artifact.blob().get());
        if (size.isEmpty()) {
            missing.add(artifact.blob().get());
        }
        return new RunRecord.PutArtifact(artifact.path(), artifact.blob(), size.orElse(0L));
    }
}
