// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.input;

import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Shown;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.server.mlflow.experiment.KnownExperiments;
import dev.runlore.store.RunStore;
import java.io.IOException;
import java.util.List;

/** Which datasets the runs of experiments use. */
public final class DatasetCalls implements Calls {
    private static final int EXPERIMENTS = 20;
    private static final int SUMMARIES = 1_000;

    private final RunStore runs;

    public DatasetCalls(RunStore runs) {
        this.runs = runs;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.READ, "/experiments/search-datasets", this::search);
    }

    private void search(Exchange exchange) throws IOException {
        List<String> experiments = Arguments.of(exchange).texts("experiment_ids");
        if (experiments.isEmpty()) {
            throw Faults.missing("experiment_ids");
        }
        if (experiments.size() > EXPERIMENTS) {
            throw Faults.invalid(
                    "experiment_ids",
                    Shown.text(experiments.toString()),
                    "it must have at most " + EXPERIMENTS + " ids but has " + experiments.size() + ".");
        }
        List<ExperimentId> ids = experiments.stream().map(KnownExperiments::id).toList();
        List<RunStore.DatasetUse> uses = runs.datasetUses(ids, SUMMARIES);
        exchange.json(200, out -> {
            out.writeStartObject();
            if (!uses.isEmpty()) {
                out.writeArrayFieldStart("dataset_summaries");
                for (RunStore.DatasetUse use : uses) {
                    out.writeStartObject();
                    out.writeStringField("experiment_id", use.experiment().toString());
                    out.writeStringField("name", use.name());
                    out.writeStringField("digest", use.digest());
                    if (use.context().isPresent()) {
                        out.writeStringField("context", use.context().get());
                    }
                    out.writeEndObject();
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }
}
