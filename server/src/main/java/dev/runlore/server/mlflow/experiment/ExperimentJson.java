// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.experiment;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Experiment;
import dev.runlore.server.mlflow.WireTags;
import java.io.IOException;

/** Writes experiments. */
public final class ExperimentJson {
    private ExperimentJson() {}

    public static void write(JsonGenerator out, Experiment experiment) throws IOException {
        out.writeStartObject();
        out.writeStringField("experiment_id", experiment.id().toString());
        out.writeStringField("name", experiment.name());
        out.writeStringField("artifact_location", KnownExperiments.artifactLocation(experiment.id()));
        out.writeStringField("lifecycle_stage", experiment.archived() ? "deleted" : "active");
        out.writeNumberField("last_update_time", experiment.updated().toEpochMilli());
        out.writeNumberField("creation_time", experiment.created().toEpochMilli());
        WireTags.write(out, "tags", ExperimentTags.shown(experiment));
        out.writeEndObject();
    }
}
