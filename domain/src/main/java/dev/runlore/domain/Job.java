// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One attempt to execute a run, by the server's clock.
 *
 * @param position 1-based place among those that wait for the target; empty when it does not wait
 * @param handle what the compute target calls it, once it was told
 * @param started when its runner claimed it
 */
public record Job(
        JobId id,
        RunId run,
        String target,
        Launch launch,
        JobState state,
        OptionalLong position,
        boolean cancelRequested,
        Optional<String> handle,
        Instant created,
        Optional<Instant> started,
        Optional<Instant> ended) {}
