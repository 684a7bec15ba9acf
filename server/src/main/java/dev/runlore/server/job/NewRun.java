// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.Tags;
import java.util.Optional;

/** The run that a launch is to make. */
public record NewRun(String experiment, SnapshotId snapshot, Optional<String> name, Tags tags) {}
