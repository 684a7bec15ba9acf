// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ArtifactPath;
import java.nio.file.Path;

/** A file that a snapshot keeps, as a walk saw it. */
record FoundFile(ArtifactPath path, Path file, long size) {}
