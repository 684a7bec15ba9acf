// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Project;
import dev.runlore.domain.ProjectId;
import java.util.Optional;

/** Projects of the workspace: folders of the server's host whose runs belong to an experiment. */
public interface ProjectStore {

    /** A project, and whether the call made it. */
    record Put(Project project, boolean created) {}

    /** The project of a root: made, or given the experiment; the id and the time stay. */
    Put put(String root, String experiment);

    Optional<Project> find(ProjectId id);

    /** By their roots. */
    Page<Project> list(int limit, Optional<PageToken> token);
}
