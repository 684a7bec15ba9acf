// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.store.LoggedModelStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Points of a run's metrics that also say something of logged models. Thread-safe. */
public final class ModelPoints {
    private final LoggedModelStore store;

    public ModelPoints(LoggedModelStore store) {
        this.store = store;
    }

    /**
     * What the points of a request say of models, to be noted after they are stored.
     *
     * @param points each with what {@code log-metric} takes
     * @throws RunloreException INVALID_ARGUMENT; NOT_FOUND when a model is not there
     */
    public Map<LoggedModelId, List<ModelMetric>> read(RunId run, List<Arguments> points) {
        Map<LoggedModelId, List<ModelMetric>> metrics = new LinkedHashMap<>();
        for (Arguments point : points) {
            Optional<ModelMetric.Dataset> dataset = dataset(point);
            point.find("model_id")
                    .filter(id -> !id.isEmpty())
                    .map(LoggedModelId::new)
                    .ifPresent(id -> metrics.computeIfAbsent(id, any -> new ArrayList<>())
                            .add(metric(run, point, dataset)));
        }
        for (LoggedModelId id : metrics.keySet()) {
            if (store.find(id).isEmpty()) {
                throw LoggedModelCalls.missing(id);
            }
        }
        return metrics;
    }

    private static Optional<ModelMetric.Dataset> dataset(Arguments point) {
        String digest = point.find("dataset_digest").orElse("");
        return point.find("dataset_name")
                .filter(name -> !name.isEmpty())
                .map(name -> new ModelMetric.Dataset(name, digest));
    }

    private static ModelMetric metric(RunId run, Arguments point, Optional<ModelMetric.Dataset> dataset) {
        return new ModelMetric(
                run,
                point.text("key"),
                point.requireNumber("value"),
                point.requireWhole("timestamp"),
                point.whole("step").orElse(0L),
                dataset);
    }

    /** Noting the same again changes nothing, so a request may be repeated. */
    public void note(Map<LoggedModelId, List<ModelMetric>> metrics) {
        if (!metrics.isEmpty()) {
            store.measure(metrics);
        }
    }
}
