// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunId;
import java.util.List;
import java.util.Optional;

/** Text logs that grow while their run lives. At the run's end each becomes an artifact of the same path. */
public interface LogStore {

    /** A log and its size in bytes so far. */
    record RunLog(ArtifactPath path, long size) {}

    /**
     * Appends bytes at an offset; what the log has already is skipped, so an append may be repeated. What would pass 64 MiB is
     * cut and ends in a line that says so.
     *
     * @return the log's size in bytes
     * @throws LogGapException when the offset is beyond the end
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the run is not there
     */
    long append(RunId run, ArtifactPath path, long offset, byte[] bytes);

    /** By path. */
    List<RunLog> list(RunId run);

    Optional<RunLog> find(RunId run, ArtifactPath path);

    /** Bytes from {@code from} on, at most {@code most}; empty at the end. */
    byte[] read(RunId run, ArtifactPath path, long from, int most);
}
