// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.experiment;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.PrimaryMetric;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import dev.runlore.server.http.WireJson;
import dev.runlore.store.Archived;
import dev.runlore.store.ExperimentStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Experiments over HTTP. */
public final class ExperimentRoutes implements Feature {
    private static final String EXPERIMENTS = "/api/v1/experiments";
    private static final String EXPERIMENT = EXPERIMENTS + "/{experiment}";
    private static final int USUAL = 100;

    private final ExperimentStore store;
    private final Experiments experiments;

    public ExperimentRoutes(ExperimentStore store, Experiments experiments) {
        this.store = store;
        this.experiments = experiments;
    }

    @Override
    public void register(Routes routes) {
        routes.get(Permission.READ, EXPERIMENTS, this::list);
        routes.post(Permission.WRITE, EXPERIMENTS, this::create);
        routes.get(Permission.READ, EXPERIMENT, exchange -> answer(exchange, 200, experiments.get(id(exchange))));
        routes.patch(Permission.WRITE, EXPERIMENT, this::change);
    }

    private static ExperimentId id(Exchange exchange) {
        return ExperimentId.parse(exchange.path("experiment"));
    }

    private void list(Exchange exchange) {
        Query query = exchange.query();
        Archived archived = query.find("archived").map(Archived::parse).orElse(Archived.NO);
        int limit = query.limit(USUAL, Limits.PAGE);
        Page<Experiment> page = query.find("name")
                .map(name -> named(name, archived))
                .orElseGet(() -> store.list(archived, limit, query.pageToken()));
        exchange.json(200, out -> write(out, page));
    }

    private Page<Experiment> named(String name, Archived archived) {
        Optional<Experiment> found = store.findByName(name).filter(experiment -> switch (archived) {
            case NO -> !experiment.archived();
            case YES -> experiment.archived();
            case ALL -> true;
        });
        return new Page<>(found.map(List::of).orElse(List.of()), Optional.empty());
    }

    private void create(Exchange exchange) throws IOException {
        ExperimentStore.Created made = store.create(ExperimentDrafts.read(exchange.json()));
        answer(exchange, made.created() ? 201 : 200, made.experiment());
    }

    private void change(Exchange exchange) throws IOException {
        Fields fields = exchange.json();
        Experiment changed = experiments.change(
                id(exchange), before -> ExperimentDrafts.changed(before, fields), fields.flag("archived"));
        answer(exchange, 200, changed);
    }

    private static void answer(Exchange exchange, int status, Experiment experiment) {
        exchange.json(status, out -> write(out, experiment));
    }

    private static void write(JsonGenerator out, Page<Experiment> page) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("items");
        for (Experiment experiment : page.items()) {
            write(out, experiment);
        }
        out.writeEndArray();
        WireJson.next(out, page.next());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Experiment experiment) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", experiment.id().toString());
        out.writeStringField("uuid", experiment.uuid().toString());
        out.writeStringField("name", experiment.name());
        WireJson.text(out, "description", experiment.description());
        if (experiment.primaryMetric().isPresent()) {
            write(out, experiment.primaryMetric().get());
        }
        out.writeFieldName("tags");
        WireJson.tags(out, experiment.tags());
        WireJson.time(out, "created", experiment.created());
        WireJson.time(out, "updated", experiment.updated());
        out.writeBooleanField("archived", experiment.archived());
        out.writeNumberField("runs", experiment.runs());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, PrimaryMetric metric) throws IOException {
        out.writeObjectFieldStart("primaryMetric");
        out.writeStringField("name", metric.name());
        out.writeStringField("goal", metric.goal().word());
        out.writeEndObject();
    }
}
