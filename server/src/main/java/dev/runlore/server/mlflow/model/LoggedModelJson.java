// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.LoggedModel;
import dev.runlore.domain.LoggedModelStatus;
import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.RunId;
import dev.runlore.server.mlflow.ArtifactUris;
import dev.runlore.server.mlflow.WireTags;
import dev.runlore.server.mlflow.metric.MetricJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Writes logged models. */
final class LoggedModelJson {
    private static final String STATUS = "LOGGED_MODEL_";

    /** Names of the statuses in the order of their numbers. */
    static final List<String> STATUSES = Arrays.stream(LoggedModelStatus.values())
            .map(status -> STATUS + status.name())
            .toList();

    private LoggedModelJson() {}

    static LoggedModelStatus status(String name) {
        return LoggedModelStatus.valueOf(name.substring(STATUS.length()));
    }

    static void write(JsonGenerator out, LoggedModel model) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("info");
        out.writeStringField("model_id", model.id().value());
        out.writeStringField("experiment_id", model.experiment().toString());
        out.writeStringField("name", model.name());
        out.writeNumberField("creation_timestamp_ms", model.created().toEpochMilli());
        out.writeNumberField("last_updated_timestamp_ms", model.updated().toEpochMilli());
        out.writeStringField("artifact_uri", ArtifactUris.of(model));
        out.writeStringField("status", STATUS + model.status().name());
        RegistryJson.text(out, "model_type", model.type());
        RegistryJson.text(out, "source_run_id", model.source().map(RunId::value));
        WireTags.write(out, "tags", RegistryJson.texts(model.tags()));
        out.writeEndObject();
        out.writeObjectFieldStart("data");
        WireTags.write(out, "params", model.params());
        metrics(out, model);
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void metrics(JsonGenerator out, LoggedModel model) throws IOException {
        if (model.metrics().isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("metrics");
        for (ModelMetric metric : model.metrics()) {
            out.writeStartObject();
            out.writeStringField("key", metric.key());
            MetricJson.write(out, metric.value(), metric.time(), metric.step());
            out.writeStringField("model_id", model.id().value());
            out.writeStringField("run_id", metric.run().value());
            if (metric.dataset().isPresent()) {
                out.writeStringField("dataset_name", metric.dataset().get().name());
                out.writeStringField("dataset_digest", metric.dataset().get().digest());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
