// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.experiment;

import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.PrimaryMetric;
import dev.runlore.domain.Tags;
import dev.runlore.server.mlflow.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An experiment's tags, of which one is its description and two are its primary metric. */
public final class ExperimentTags {
    static final String NOTE = "mlflow.note.content";
    static final String METRIC = "mlflow.experiment.primaryMetric.name";
    static final String IS_GREATER_BETTER = "mlflow.experiment.primaryMetric.greaterIsBetter";
    private static final int VALUE = 5_000;

    private ExperimentTags() {}

    public static Map<String, String> shown(Experiment experiment) {
        Map<String, String> shown = new LinkedHashMap<>();
        experiment.description().filter(text -> !text.isEmpty()).ifPresent(text -> shown.put(NOTE, text));
        experiment.primaryMetric().ifPresent(metric -> {
            shown.put(METRIC, metric.name());
            shown.put(IS_GREATER_BETTER, metric.goal() == PrimaryMetric.Goal.MAX ? "True" : "False");
        });
        experiment.tags().values().forEach((key, text) -> shown.put(key, text.orElse("")));
        return shown;
    }

    static ExperimentDraft draft(String name, Map<String, String> tags) {
        ExperimentDraft draft = ExperimentDraft.named(name);
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            draft = with(draft, tag.getKey(), tag.getValue());
        }
        return draft;
    }

    static ExperimentDraft with(ExperimentDraft draft, String key, String value) {
        Names.requireLength("Tag value", value, VALUE);
        if (key.equals(NOTE)) {
            return new ExperimentDraft(draft.name(), Optional.of(value), draft.primaryMetric(), draft.tags());
        }
        Map<String, Optional<String>> tags = new LinkedHashMap<>(draft.tags().values());
        tags.put(key, Optional.of(value));
        return withMetric(draft, new Tags(tags));
    }

    static ExperimentDraft without(ExperimentDraft draft, String key) {
        if (key.equals(NOTE)) {
            return new ExperimentDraft(draft.name(), Optional.empty(), draft.primaryMetric(), draft.tags());
        }
        Map<String, Optional<String>> tags = new LinkedHashMap<>(draft.tags().values());
        tags.remove(key);
        boolean isOfMetric = key.equals(METRIC) || key.equals(IS_GREATER_BETTER);
        Optional<PrimaryMetric> metric = isOfMetric ? Optional.empty() : draft.primaryMetric();
        return new ExperimentDraft(draft.name(), draft.description(), metric, new Tags(tags));
    }

    /** Both tags together are the primary metric. */
    private static ExperimentDraft withMetric(ExperimentDraft draft, Tags tags) {
        Optional<String> name = text(tags, METRIC).filter(text -> !text.isEmpty());
        Optional<PrimaryMetric> metric = name.flatMap(metricName -> text(tags, IS_GREATER_BETTER)
                .map(flag -> new PrimaryMetric(
                        metricName, flag.equalsIgnoreCase("true") ? PrimaryMetric.Goal.MAX : PrimaryMetric.Goal.MIN)));
        return new ExperimentDraft(draft.name(), draft.description(), metric.or(draft::primaryMetric), tags);
    }

    private static Optional<String> text(Tags tags, String key) {
        return tags.values().getOrDefault(key, Optional.empty());
    }
}
