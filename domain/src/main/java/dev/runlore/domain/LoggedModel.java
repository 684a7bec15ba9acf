// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that a run logged, with files of its own.
 *
 * @param metrics the latest value of each key, run and data set
 * @param deleted whether lists hide it
 */
public record LoggedModel(
        LoggedModelId id,
        ExperimentId experiment,
        String name,
        Optional<String> type,
        Optional<RunId> source,
        LoggedModelStatus status,
        Tags tags,
        Map<String, String> params,
        List<ModelMetric> metrics,
        Instant created,
        Instant updated,
        boolean deleted) {
    public LoggedModel {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        metrics = List.copyOf(metrics);
    }
}
