// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunId;

/** A run that is repaired, by both its names. */
record RepairedRun(long key, RunId id) {}
