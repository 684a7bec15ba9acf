// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.compute.ComputeTarget;
import java.nio.file.Path;

/**
 * How this server executes jobs on its own host.
 *
 * @param target where it starts runners
 * @param parallel most jobs that it lets run at once
 * @param data the data folder: work folders are made in {@code jobs/}
 * @param runner file of the runner, a program of Python
 */
public record JobSettings(ComputeTarget target, int parallel, Path data, Path runner) {
    public static final int PARALLEL = 4;

    public JobSettings {
        if (parallel < 1) {
            throw new IllegalArgumentException(
                    "jobs at once must be at least 1 but are " + parallel + "; leave it at " + PARALLEL);
        }
    }
}
