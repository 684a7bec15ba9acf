// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import dev.runlore.domain.Appended;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Writer;
import dev.runlore.server.http.MissingBlobsException;
import dev.runlore.server.run.Runs;
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

    public Records(Runs runs, BlobStore blobs) {
        this.runs = runs;
        this.blobs = blobs;
    }

    /**
     * @throws MissingBlobsException after the records before the first that names an unknown blob were stored
     * @throws dev.runlore.store.RecordGapException when the writer's next record is below its first
     */
    Appended append(RunId run, Writer.Numbered writer, List<RunRecord> records) throws IOException {
        List<RunRecord> checked = new ArrayList<>(records.size());
        Set<Sha256> missing = new LinkedHashSet<>();
        for (RunRecord record : records) {
            RunRecord complete = record instanceof RunRecord.PutArtifact artifact ? sized(artifact, missing) : record;
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
