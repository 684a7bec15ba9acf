// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ModelLink;
import dev.runlore.domain.Run;
import dev.runlore.domain.UsedDataset;
import dev.runlore.server.mlflow.WireTags;
import dev.runlore.server.mlflow.experiment.KnownExperiments;
import dev.runlore.server.mlflow.input.InputJson;
import dev.runlore.server.mlflow.metric.MetricJson;
import dev.runlore.store.MetricStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes runs. */
final class RunJson {
    private RunJson() {}

    /** What belongs to a run and is not in it. */
    record Rest(List<MetricStore.Latest> latest, List<UsedDataset> datasets, List<ModelLink> models) {
        List<ModelLink> models(ModelLink.Role role) {
            return models.stream().filter(link -> link.role() == role).toList();
        }
    }

    static void write(JsonGenerator out, Run run, Rest rest) throws IOException {
        out.writeStartObject();
        out.writeFieldName("info");
        writeInfo(out, run);
        out.writeObjectFieldStart("data");
        MetricJson.writeLatest(out, "metrics", rest.latest());
        WireTags.write(out, "params", params(run));
        WireTags.write(out, "tags", RunTags.shown(run));
        out.writeEndObject();
        // Clients read both objects, empty or not.
        out.writeObjectFieldStart("inputs");
        InputJson.write(out, rest.datasets());
        writeModels(out, "model_inputs", rest.models(ModelLink.Role.INPUT));
        out.writeEndObject();
        out.writeObjectFieldStart("outputs");
        writeModels(out, "model_outputs", rest.models(ModelLink.Role.OUTPUT));
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void writeModels(JsonGenerator out, String list, List<ModelLink> links) throws IOException {
        if (links.isEmpty()) {
            return;
        }
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
