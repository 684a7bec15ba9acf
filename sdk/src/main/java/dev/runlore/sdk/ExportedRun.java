// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.RunId;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotId;
import java.util.Optional;

/**
 * A run of an {@link ExportFile} that was looked at.
 *
 * @param number the one that it had
 * @param records lines of its records, of which {@code content} is the digest
 */
public record ExportedRun(RunId id, long number, long records, Sha256 content, Optional<SnapshotId> snapshot) {}
