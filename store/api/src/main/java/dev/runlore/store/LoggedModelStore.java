// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.FolderEntry;
import dev.runlore.domain.LoggedModel;
import dev.runlore.domain.LoggedModelChange;
import dev.runlore.domain.LoggedModelDraft;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelLink;
import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.Page;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Sha256;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models that runs log, with files of their own. A purged run takes those with it that it made. */
public interface LoggedModelStore {

    /**
     * Makes a model whose files are to come.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the experiment is not there; ALREADY_EXISTS when the id is taken
     */
    LoggedModel create(LoggedModelDraft draft);

    /** Also a deleted one. */
    Optional<LoggedModel> find(LoggedModelId id);

    /**
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the model, or a tag to remove, is not there; INVALID_ARGUMENT when
     *     a parameter has another value; then nothing has changed
     */
    LoggedModel change(LoggedModelId id, LoggedModelChange change);

    /**
     * Hides it from lists; its files stay.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND
     */
    void delete(LoggedModelId id);

    /** Those of the experiments that match, newest first when no order is asked; none that is deleted. */
    Page<LoggedModel> search(Collection<ExperimentId> experiments, ModelQuery query);

    /**
     * Notes what was measured of models; of the same key, run and data set the latest by step, time and value stays.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when one of the models is not there; then nothing is noted
     */
    void measure(Map<LoggedModelId, List<ModelMetric>> metrics);

    /** The models that each of these runs took in and gave out, in the order in which they came. */
    Map<RunId, List<ModelLink>> links(Collection<RunId> runs);

    /** What lies directly in a folder of the model's files, by name; nothing in what is none. */
    List<FolderEntry> folder(LoggedModelId id, Optional<ArtifactPath> folder);

    Optional<Artifact> findFile(LoggedModelId id, ArtifactPath path);

    /**
     * Names bytes as a file, replacing what the path had. The blob must be there.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND
     */
    void putFile(LoggedModelId id, ArtifactPath path, Sha256 blob, long size);

    /** Deletes a file or all below a path, if there is any; everything without a path. */
    void deleteFiles(LoggedModelId id, Optional<ArtifactPath> path);
}
