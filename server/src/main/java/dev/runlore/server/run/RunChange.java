// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;

/** A run as a transaction left it. */
public record RunChange(RunId run, long revision, RunStatus status) {}
