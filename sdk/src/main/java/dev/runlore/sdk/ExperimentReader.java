// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.PrimaryMetric;
import java.util.UUID;

/** An experiment of the API as the domain's record. */
final class ExperimentReader {
    private ExperimentReader() {}

    static Experiment read(JsonObject experiment) {
        return new Experiment(
                ExperimentId.parse(experiment.text("id")),
                UUID.fromString(experiment.text("uuid")),
                experiment.text("name"),
                experiment.findText("description"),
                experiment.findObject("primaryMetric").map(ExperimentReader::primaryMetric),
                RunReader.tags(experiment),
                experiment.time("created"),
                experiment.findTime("updated").orElse(experiment.time("created")),
                experiment.flag("archived"),
                experiment.integer("runs", 0));
    }

    private static PrimaryMetric primaryMetric(JsonObject metric) {
        return new PrimaryMetric(metric.text("name"), PrimaryMetric.Goal.parse(metric.text("goal")));
    }
}
