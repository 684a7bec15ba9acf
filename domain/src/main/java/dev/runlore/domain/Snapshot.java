// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;

/** A stored source folder: when it first came, how many files it has, and their bytes together. */
public record Snapshot(SnapshotId id, Instant created, int files, long bytes) {}
