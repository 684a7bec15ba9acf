// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.ModelMetric;
import java.util.List;

/** What models, their versions and logged models are searched and ordered by. */
public sealed interface ModelField {

    /** What some of them are by themselves; times in milliseconds since 1970. */
    enum Attribute implements ModelField {
        ID,
        NAME,
        VERSION,
        EXPERIMENT,
        RUN,
        SOURCE,
        TYPE,
        STATUS,
        CREATED,
        UPDATED
    }

    record Tag(String key) implements ModelField {}

    record Parameter(String key) implements ModelField {}

    /** @param datasets the latest value on one of these counts; on any or none when there are none */
    record Metric(String key, List<ModelMetric.Dataset> datasets) implements ModelField {
        public Metric {
            datasets = List.copyOf(datasets);
        }
    }
}
