// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What of a run a name can be about, in all spellings. */
enum Entity {
    METRIC("metric", "metrics"),
    PARAM("param", "params", "parameter", "parameters"),
    TAG("tag", "tags"),
    ATTRIBUTE("", "attribute", "attributes", "attr", "run"),
    DATASET("dataset", "datasets");

    private final List<String> spellings;

    Entity(String... spellings) {
        this.spellings = List.of(spellings);
    }

    static Optional<Entity> find(String spelling) {
        return Arrays.stream(values())
                .filter(entity -> entity.spellings.contains(spelling))
                .findFirst();
    }
}
