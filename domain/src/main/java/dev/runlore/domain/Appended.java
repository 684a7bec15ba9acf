// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.List;

/**
 * What an append has come to, durable when it is returned.
 *
 * @param created whether this made the run
 * @param nextRecord number that the writer's next record has; 0 for {@link Writer.Direct}
 * @param revision the run's after it
 */
public record Appended(boolean created, long nextRecord, long revision, RunStatus status, List<Rejection> rejected) {
    public Appended {
        rejected = List.copyOf(rejected);
    }
}
