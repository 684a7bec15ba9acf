// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * Text logs that grow while their run lives. At the run's end each is sealed: its bytes become the artifact of the same path, and
 * bytes that come later go on where the artifact ends, until they are sealed too.
 */
public interface LogStore {

    /** A log: bytes from {@code start} to before {@code size} are here, those before {@code start} in the artifact. */
    record RunLog(RunId run, ArtifactPath path, long start, long size) {}

    /**
     * Appends bytes at an offset; what the log has already is skipped, so an append may be repeated. What would pass 64 MiB is
     * cut and ends in a line that says so.
     *
     * @return the log's size in bytes
     * @throws LogGapException when the offset is beyond the end
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the run is not there
     */
    long append(RunId run, ArtifactPath path, long offset, byte[] bytes);

    /** Logs of a run that have bytes here, by path. */
    List<RunLog> list(RunId run);

    /** Logs with bytes here whose runs are over: these are to be sealed. */
    List<RunLog> unsealed();

    Optional<RunLog> find(RunId run, ArtifactPath path);

    /** Bytes from {@code from}, which is not before the log's start, at most {@code most}; empty at the end. */
    byte[] read(RunId run, ArtifactPath path, long from, int most);

    /** Makes the blob, which holds the log's bytes from 0 to {@code size}, the artifact of its path, and drops them here. */
    void seal(RunId run, ArtifactPath path, Sha256 blob, long size);
}
