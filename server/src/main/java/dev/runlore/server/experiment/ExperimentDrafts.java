// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.experiment;

import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.PrimaryMetric;
import dev.runlore.domain.Tags;
import dev.runlore.server.http.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what an experiment is to be. */
final class ExperimentDrafts {
    private ExperimentDrafts() {}

    static ExperimentDraft read(Fields fields) {
        return new ExperimentDraft(fields.get("name"), fields.text("description"), primaryMetric(fields), tags(fields));
    }

    /** The content with the fields that came; a key both tagged and untagged ends untagged. */
    static ExperimentDraft changed(ExperimentDraft before, Fields fields) {
        Map<String, Optional<String>> tags = new LinkedHashMap<>(before.tags().values());
        tags.putAll(tags(fields).values());
        fields.texts("untag").forEach(tags::remove);
        return new ExperimentDraft(
                fields.text("name").orElse(before.name()),
                fields.text("description").or(before::description),
                primaryMetric(fields).or(before::primaryMetric),
                new Tags(tags));
    }

    private static Tags tags(Fields fields) {
        return new Tags(fields.entries("tags", Fields::textOrNull));
    }

    private static Optional<PrimaryMetric> primaryMetric(Fields fields) {
        return fields.object("primaryMetric")
                .map(metric -> new PrimaryMetric(metric.get("name"), PrimaryMetric.Goal.parse(metric.get("goal"))));
    }
}
