// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Limits;
import dev.runlore.domain.LoggedModel;
import dev.runlore.domain.LoggedModelChange;
import dev.runlore.domain.LoggedModelDraft;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.Page;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Tags;
import dev.runlore.server.http.Action;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.server.mlflow.Nothing;
import dev.runlore.server.mlflow.WireTags;
import dev.runlore.server.mlflow.experiment.KnownExperiments;
import dev.runlore.server.mlflow.run.RunNames;
import dev.runlore.store.LoggedModelStore;
import dev.runlore.store.ModelQuery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Models that runs log. A run's token writes those of its run and of the runs below it. */
public final class LoggedModelCalls implements Calls {
    private static final int USUAL_PAGE = 100;
    private static final String CALLS = "/logged-models";
    private static final String ONE = CALLS + "/{model}";
    private static final String FORBIDDEN = "/:.%\"'";

    private final LoggedModelStore store;
    private final KnownExperiments experiments;

    public LoggedModelCalls(LoggedModelStore store, KnownExperiments experiments) {
        this.store = store;
        this.experiments = experiments;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.WRITE_OF_RUN, CALLS, this::create);
        endpoints.post(Permission.READ, CALLS + "/search", this::search);
        endpoints.get(Permission.READ, ONE, this::get);
        endpoints.patch(Permission.WRITE_OF_RUN, ONE, change(LoggedModelCalls::status));
        endpoints.delete(Permission.WRITE_OF_RUN, ONE, this::delete);
        endpoints.patch(Permission.WRITE_OF_RUN, ONE + "/tags", change(LoggedModelCalls::tags));
        endpoints.delete(Permission.WRITE_OF_RUN, ONE + "/tags/<key>", this::untag);
        endpoints.post(Permission.WRITE_OF_RUN, ONE + "/params", change(LoggedModelCalls::params));
    }

    private void create(Exchange exchange) throws IOException {
        Arguments told = Arguments.of(exchange);
        ExperimentId experiment = KnownExperiments.id(told.text("experiment_id"));
        String name = told.find("name").filter(text -> !text.isEmpty()).orElseGet(RunNames::invent);
        if (name.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
            throw Faults.invalid("name", '"' + name + '"', "it must not have any of " + FORBIDDEN + " in it.");
        }
        Optional<RunId> source = present(told, "source_run_id").map(RunId::new);
        Optional<String> type = present(told, "model_type");
        Tags tags = RegistryArguments.tags(told);
        Map<String, String> params = WireTags.read(told, "params", "Param key");
        exchange.requireWritableFor(source);
        LoggedModelDraft draft = new LoggedModelDraft(
                new LoggedModelId("m-" + UUID.randomUUID().toString().replace("-", "")),
                experiments.getActive(experiment).id(),
                name,
                type,
                source,
                tags,
                params);
        answer(exchange, store.create(draft));
    }

    private static Optional<String> present(Arguments told, String argument) {
        return told.find(argument).filter(text -> !text.isEmpty());
    }

    private static void answer(Exchange exchange, LoggedModel model) {
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeFieldName("model");
            LoggedModelJson.write(out, model);
            out.writeEndObject();
        });
    }

    /** One that is there and not deleted. */
    private LoggedModel model(Exchange exchange) {
        LoggedModelId id = id(exchange);
        return store.find(id).filter(model -> !model.deleted()).orElseThrow(() -> missing(id));
    }

    private static LoggedModelId id(Exchange exchange) {
        String id = exchange.path("model");
        try {
            return new LoggedModelId(id);
        } catch (RunloreException wrong) {
            throw Faults.invalid("model_id", '"' + id + '"', String.valueOf(wrong.getMessage()));
        }
    }

    static RunloreException missing(LoggedModelId id) {
        return RunloreException.notFound("Logged model with ID '" + id + "' not found.");
    }

    private void get(Exchange exchange) throws IOException {
        boolean isDeletedToo = Arguments.of(exchange).flag("allow_deleted").orElse(false);
        LoggedModelId id = id(exchange);
        answer(
                exchange,
                store.find(id).filter(model -> isDeletedToo || !model.deleted()).orElseThrow(() -> missing(id)));
    }

    /** What of a model arguments change. */
    private interface Reader {
        LoggedModelChange read(Arguments told);
    }

    private Action change(Reader reader) {
        return exchange -> {
            LoggedModelChange change = reader.read(Arguments.of(exchange));
            LoggedModel model = model(exchange);
            exchange.requireWritableFor(model.source());
            answer(exchange, store.change(model.id(), change));
        };
    }

    private static LoggedModelChange status(Arguments told) {
        return told.choice("status", LoggedModelJson.STATUSES)
                .map(name -> LoggedModelChange.of(LoggedModelJson.status(name)))
                .orElseThrow(() -> told.missing("status"));
    }

    private static LoggedModelChange tags(Arguments told) {
        return LoggedModelChange.of(RegistryArguments.tags(told));
    }

    private static LoggedModelChange params(Arguments told) {
        return LoggedModelChange.of(WireTags.read(told, "params", "Param key"));
    }

    private void delete(Exchange exchange) {
        LoggedModel model = model(exchange);
        exchange.requireWritableFor(model.source());
        store.delete(model.id());
        Nothing.answer(exchange);
    }

    private void untag(Exchange exchange) {
        LoggedModel model = model(exchange);
        exchange.requireWritableFor(model.source());
        String path = exchange.pathAfter("");
        String before = model.id() + "/tags/";
        store.change(model.id(), LoggedModelChange.untag(path.substring(path.indexOf(before) + before.length())));
        Nothing.answer(exchange);
    }

    private void search(Exchange exchange) throws IOException {
        Arguments told = Arguments.of(exchange);
        List<ExperimentId> wanted =
                told.texts("experiment_ids").stream().map(KnownExperiments::id).toList();
        if (wanted.isEmpty()) {
            throw told.missing("experiment_ids");
        }
        List<ModelMetric.Dataset> datasets = told.objects("datasets").stream()
                .map(dataset -> new ModelMetric.Dataset(
                        dataset.text("dataset_name"),
                        dataset.find("dataset_digest").orElse("")))
                .toList();
        ModelQuery query = new ModelQuery(
                ModelFilterParser.parse(told.find("filter").orElse(""), ModelFields.OF_LOGGED_MODELS, datasets),
                ModelOrders.ofObjects(told.objects("order_by"), ModelFields.OF_LOGGED_MODELS),
                told.limit("max_results", USUAL_PAGE, Limits.PAGE),
                told.pageToken());
        Page<LoggedModel> page = store.search(wanted, query);
        exchange.json(200, out -> {
            out.writeStartObject();
            if (!page.items().isEmpty()) {
                out.writeArrayFieldStart("models");
                for (LoggedModel model : page.items()) {
                    LoggedModelJson.write(out, model);
                }
                out.writeEndArray();
            }
            if (page.next().isPresent()) {
                out.writeStringField("next_page_token", page.next().get().value());
            }
            out.writeEndObject();
        });
    }
}
