// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A named group of runs.
 *
 * @param updated when it was last renamed, described otherwise, archived or taken back; at first when it was created
 * @param runs number of its runs that are not archived
 */
public record Experiment(
        ExperimentId id,
        UUID uuid,
        String name,
        Optional<String> description,
        Optional<PrimaryMetric> primaryMetric,
        Tags tags,
        Instant created,
        Instant updated,
        boolean archived,
        long runs) {}
