// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ModelLink;
import dev.runlore.domain.Run;
import dev.runlore.server.mlflow.WireTags;
import dev.runlore.server.mlflow.experiment.KnownExperiments;
import dev.runlore.server.mlflow.metric.MetricJson;
import dev.runlore.store.MetricStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes runs. */
final class RunJson {
    private RunJson() {}

    static void write(JsonGenerator out, Run run, List<MetricStore.Latest> latest, List<ModelLink> models)
            throws IOException {
        out.writeStartObject();
        out.writeFieldName("info");
        writeInfo(out, run);
        out.writeObjectFieldStart("data");
        MetricJson.writeLatest(out, "metrics", latest);
        WireTags.write(out, "params", params(run));
        WireTags.write(out, "tags", RunTags.shown(run));
        out.writeEndObject();
        writeModels(out, "inputs", "model_inputs", ofRole(models, ModelLink.Role.INPUT));
        writeModels(out, "outputs", "model_outputs", ofRole(models, ModelLink.Role.OUTPUT));
        out.writeEndObject();
    }

    private static List<ModelLink> ofRole(List<ModelLink> models, ModelLink.Role role) {
        return models.stream().filter(link -> link.role() == role).toList();
    }

    /** Clients read both objects, empty or not. */
    private static void writeModels(JsonGenerator out, String object, String list, List<ModelLink> links)
            throws IOException {
        out.writeObjectFieldStart(object);
        if (!links.isEmpty()) {
            out.writeArrayFieldStart(list);
            for (ModelLink link : links) {
                out.writeStartObject();
                out.writeStringField("model_id", link.model().value());
                if (link.role() == ModelLink.Role.OUTPUT) {
                    out.writeNumberField("step", link.step());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    static void writeInfo(JsonGenerator out, Run run) throws IOException {
        out.writeStartObject();
        out.writeStringField("run_id", run.id().value());
        out.writeStringField("run_uuid", run.id().value());
        if (run.name().isPresent()) {
            out.writeStringField("run_name", run.name().get());
        }
        out.writeStringField("experiment_id", run.experiment().id().toString());
        out.writeStringField("user_id", run.user().name().orElse(""));
        out.writeStringField("status", MlflowStatus.of(run.status()).name());
        out.writeNumberField("start_time", run.started().orElse(run.created()).toEpochMilli());
        if (run.ended().isPresent()) {
            out.writeNumberField("end_time", run.ended().get().toEpochMilli());
        }
        out.writeStringField("artifact_uri", artifactUri(run));
        out.writeStringField("lifecycle_stage", run.archived() ? "deleted" : "active");
        out.writeEndObject();
    }

    private static String artifactUri(Run run) {
        return KnownExperiments.artifactLocation(run.experiment().id()) + "/" + run.id() + "/artifacts";
    }

    private static Map<String, String> params(Run run) {
        Map<String, String> params = new LinkedHashMap<>();
        run.params().forEach((key, cell) -> params.put(key, CellText.of(cell)));
        return params;
    }
}
