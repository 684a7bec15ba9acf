// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.WholeRun;
import dev.runlore.store.TransferStore;
import java.util.List;
import java.util.Optional;

/** Whole runs in and out of SQLite. Thread-safe. */
final class SqliteTransferStore implements TransferStore {
    private final GroupCommit writer;
    private final Readers readers;
    private final long workspace;

    SqliteTransferStore(GroupCommit writer, Readers readers, long workspace) {
        this.writer = writer;
        this.readers = readers;
        this.workspace = workspace;
    }

    @Override
    public Optional<WholeRun> find(RunId run) {
        return readers.read(
                session -> RunRows.keyOf(session, workspace, run).flatMap(key -> WholeRunRows.find(session, key)));
    }

    @Override
    public PointSlice points(RunId run, PointPlace from) {
        return readers.read(session -> RunRows.keyOf(session, workspace, run)
                .map(key -> new StoredPoints(session, run, key).slice(from))
                .orElse(new PointSlice(List.of(), Optional.empty())));
    }

    @Override
    public long begin(WholeRun run, Sha256 content) {
        return writer.write(Weight.SMALL, writing -> ImportRows.begin(writing, run, content));
    }

    @Override
    public long append(RunId run, Sha256 content, long first, List<RunPart> parts) {
        return writer.write(Weight.ofParts(parts), new ImportedParts(run, content, first, parts));
    }

    @Override
    public void finish(WholeRun run, Sha256 content, long parts) {
        writer.write(Weight.ofFacts(run), writing -> ImportRows.finish(writing, run, content, parts));
    }
}
