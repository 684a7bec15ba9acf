// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A named file of a run.
 *
 * @param blob its bytes; empty when they did not come with an import
 * @param size in bytes, 0 without a blob
 */
public record Artifact(ArtifactPath path, Optional<Sha256> blob, long size, Instant created) {}
