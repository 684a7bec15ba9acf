// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A name under which files of runs are kept, version by version.
 *
 * @param aliases version by alias, in the order of the aliases
 * @param lastVersion number of its newest version, 0 while it has none
 * @param updated when it was last described anew or got a version
 */
public record Model(
        ModelName name,
        Optional<String> description,
        Tags tags,
        Map<ModelAlias, Long> aliases,
        long lastVersion,
        Instant created,
        Instant updated) {
    public Model {
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    }
}
