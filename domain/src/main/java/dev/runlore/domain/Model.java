// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A name under which files of runs are kept, version by version.
 *
 * @param lastVersion number of its newest version, 0 while it has none
 * @param updated when it was last described anew or got a version
 */
public record Model(
        ModelName name, Optional<String> description, Tags tags, long lastVersion, Instant created, Instant updated) {}
