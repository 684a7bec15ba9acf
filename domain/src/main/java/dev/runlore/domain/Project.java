// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;

/**
 * A folder whose runs belong to an experiment.
 *
 * @param root absolute path on the host of the server that it is registered with
 */
public record Project(ProjectId id, String root, String experiment, Instant registered) {
    public Project {
        Limits.requireName("root of a project", root, Limits.PROJECT_ROOT);
        Limits.requireName("experiment name", experiment, Limits.EXPERIMENT_NAME);
    }
}
