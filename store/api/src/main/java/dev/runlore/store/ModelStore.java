// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.Model;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelChange;
import dev.runlore.domain.ModelDraft;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelRegistration;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Promotion;
import java.util.Optional;
import java.util.OptionalLong;

/** Models and their versions, made of files of runs. */
public interface ModelStore {

    /** A model, and whether this call made it. */
    record Created(Model model, boolean created) {}

    /**
     * Makes a model without versions; the same content again answers the one that is there.
     *
     * @throws dev.runlore.domain.RunloreException ALREADY_EXISTS when the name has other content
     */
    Created create(ModelDraft draft);

    /**
     * Makes the next version of a model, and the model when it is not there, of the files as the run has them at this moment.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the run is not there or has nothing at the path, with the
     *     paths it has; WRONG_STATE when bytes of a file did not come with an import; TOO_LARGE beyond
     *     {@link dev.runlore.domain.Limits#MODEL_FILES} files
     */
    ModelVersion promote(Promotion promotion);

    /**
     * Makes the next version of a model that is there, of the files that the source means as they are at this moment; of a run or
     * model that has nothing there, a version without files.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the model is not there; TOO_LARGE as {@link #promote}
     */
    ModelVersion register(ModelRegistration registration);

    Optional<Model> find(ModelName name);

    /** Those that match, by name when no order is asked. */
    Page<Model> search(ModelQuery query);

    /** Versions of all models that match; when no order is asked, the last changed first, then by name and newest. */
    Page<ModelVersion> searchVersions(ModelQuery query);

    /**
     * Gives a version another name, which another version then has no more.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND
     */
    void putAlias(ModelName name, ModelAlias alias, long version);

    /**
     * Without effect when there is no such alias.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when the model is not there
     */
    void deleteAlias(ModelName name, ModelAlias alias);

    /**
     * Its number is not given again, and its aliases go.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND
     */
    void deleteVersion(ModelName name, long version);

    /** Newest first. */
    Page<Model> list(int limit, Optional<PageToken> token);

    /** That version; the newest when none is named. */
    Optional<ModelVersion> findVersion(ModelName name, OptionalLong version);

    /** Newest first; nothing for a model that is not there. */
    Page<ModelVersion> versions(ModelName name, int limit, Optional<PageToken> token);

    /** @throws dev.runlore.domain.RunloreException NOT_FOUND */
    Model change(ModelName name, ModelChange change);

    /** @throws dev.runlore.domain.RunloreException NOT_FOUND */
    ModelVersion change(ModelName name, long version, ModelChange change);
}
