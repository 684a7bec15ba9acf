// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.Appended;
import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.UsedDataset;
import dev.runlore.domain.Writer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs: one way to change them, several to read them. */
public interface RunStore {

    /**
     * The one way in: appends records to a run in one transaction, grouped with whatever else waits into one durable commit.
     * Blobs that the records name must be there already.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the run is not there and the first record does not make it;
     *     RATE_LIMITED when too much waits already; for {@link Writer.Direct} the first refusal, and nothing is stored
     * @throws RecordGapException when a numbered writer's first record is above its next and {@code gap} is not set
     */
    Appended append(RunId run, Writer writer, List<RunRecord> records);

    Optional<Run> find(RunId id);

    /** Matching runs in the asked order, else newest first; ties by number and id. */
    Page<Run> list(RunQuery query);

    /**
     * The groups of the matching runs in the order of their keys: each value as {@link #list} sorts it, then those that hold the same
     * number by their text, runs without the value last.
     *
     * @throws dev.runlore.domain.RunloreException INVALID_ARGUMENT when there are more than {@link GroupQuery#MOST_GROUPS}
     */
    List<RunGroup> groups(GroupQuery query);

    /** Direct children, newest first. */
    Page<Run> children(RunId parent, int limit, Optional<PageToken> token);

    /** In the order in which their paths first came; of {@code prefix} only that file or what lies below that folder. */
    Page<Artifact> artifacts(RunId run, Optional<String> prefix, int limit, Optional<PageToken> token);

    /** What lies directly in a folder of artifacts, by name; nothing in what is no folder of a run. */
    List<FolderEntry> folder(RunId run, Optional<ArtifactPath> folder);

    Optional<Artifact> findArtifact(RunId run, ArtifactPath path);

    /** All artifact paths of each of these runs, in the order of {@link #artifacts}. */
    Map<RunId, List<ArtifactPath>> artifactPaths(Collection<RunId> runs);

    /** The datasets that each of these runs uses, in the order in which it came to use them. */
    Map<RunId, List<UsedDataset>> datasets(Collection<RunId> runs);

    /** What the runs of these experiments use, and what for: each once, in the order of experiment, name, digest and context. */
    List<DatasetUse> datasetUses(Collection<ExperimentId> experiments, int limit);

    /** A dataset that runs of an experiment use in a context. */
    record DatasetUse(ExperimentId experiment, String name, String digest, Optional<String> context) {}

    /**
     * Live runs with a heartbeat whose last sign of life, by the server's clock, is before {@code since}, or after {@code until}: such
     * a sign is from before the clock was set back.
     */
    List<RunId> silent(Instant since, Instant until);
}
