// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.ModelLink;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.run.Runs;
import dev.runlore.store.LoggedModelStore;
import dev.runlore.store.MetricStore;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Runs with what clients want to see of them, read with few questions for many. Thread-safe. */
public final class RunAnswers {
    private final MetricStore metrics;
    private final LoggedModelStore models;
    private final Runs runs;

    public RunAnswers(MetricStore metrics, LoggedModelStore models, Runs runs) {
        this.metrics = metrics;
        this.models = models;
        this.runs = runs;
    }

    /** @throws RunloreException NOT_FOUND */
    public Run get(RunId id) {
        try {
            return runs.get(id);
        } catch (RunloreException refused) {
            throw refused.code() == ErrorCode.NOT_FOUND ? RunWrites.missing(id) : refused;
        }
    }

    /** Writes each of the runs as an object. */
    public void write(JsonGenerator out, Collection<Run> page) throws IOException {
        List<RunId> ids = page.stream().map(Run::id).toList();
        Map<RunId, List<MetricStore.Latest>> latest = metrics.latest(ids);
        Map<RunId, List<ModelLink>> links = models.links(ids);
        for (Run run : page) {
            RunJson.write(out, run, latest.getOrDefault(run.id(), List.of()), links.getOrDefault(run.id(), List.of()));
        }
    }
}
