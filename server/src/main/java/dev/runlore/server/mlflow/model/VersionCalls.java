// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.LoggedModel;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelChange;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelRegistration;
import dev.runlore.domain.ModelSource;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.domain.RunId;
import dev.runlore.server.http.Action;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.ArtifactUris;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.LargeAnswer;
import dev.runlore.server.mlflow.Nothing;
import dev.runlore.store.LoggedModelStore;
import dev.runlore.store.ModelQuery;
import dev.runlore.store.ModelStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Versions of registered models. Their files are those that the source had when the version was made. */
public final class VersionCalls implements Calls {
    private static final int LONGEST_PAGE = 200_000;
    private static final int SMALL_PAGE = 100;
    private static final String CALLS = "/model-versions/";

    private final ModelStore store;
    private final LoggedModelStore loggedModels;
    private final ModelSources sources;

    public VersionCalls(ModelStore store, LoggedModelStore loggedModels) {
        this.store = store;
        this.loggedModels = loggedModels;
        this.sources = new ModelSources(store);
    }

    /** What is done with arguments. */
    private interface Step {
        void take(Exchange exchange, Arguments told) throws IOException;
    }

    private static Action told(Step step) {
        return exchange -> step.take(exchange, Arguments.of(exchange));
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.WRITE, CALLS + "create", told(this::create));
        endpoints.get(Permission.READ, CALLS + "get", told((exchange, told) -> answer(exchange, version(told))));
        endpoints.get(Permission.READ, CALLS + "search", told(this::search));
        endpoints.get(Permission.READ, CALLS + "get-download-uri", told(this::downloadUri));
        endpoints.patch(Permission.WRITE, CALLS + "update", told(this::update));
        endpoints.delete(Permission.WRITE, CALLS + "delete", told(this::delete));
        endpoints.post(Permission.WRITE, CALLS + "set-tag", told(this::tag));
        endpoints.delete(Permission.WRITE, CALLS + "delete-tag", told(this::untag));
    }

    private void create(Exchange exchange, Arguments told) {
        ModelName name = RegistryArguments.name(told);
        String uri = told.text("source");
        Optional<ModelRegistration.Files> files = sources.files(uri);
        Optional<LoggedModelId> model = present(told, "model_id").map(LoggedModelId::new);
        ModelSource source = new ModelSource(
                present(told, "run_id").map(RunId::new).or(() -> runOf(model)),
                Optional.empty(),
                Optional.of(uri),
                present(told, "run_link"),
                model);
        ModelRegistration registration =
                new ModelRegistration(name, source, files, told.find("description"), RegistryArguments.tags(told));
        if (store.find(name).isEmpty()) {
            throw RegistryArguments.missing(name);
        }
        answer(exchange, store.register(registration));
    }

    /** Clients of logged models do not name the run that made one. */
    private Optional<RunId> runOf(Optional<LoggedModelId> model) {
        return model.flatMap(loggedModels::find).flatMap(LoggedModel::source);
    }

    private static Optional<String> present(Arguments told, String argument) {
        return told.find(argument).filter(text -> !text.isEmpty());
    }

    private ModelVersion version(Arguments told) {
        ModelName name = RegistryArguments.name(told);
        long version = RegistryArguments.version(told);
        return store.findVersion(name, OptionalLong.of(version))
                .orElseThrow(() -> RegistryArguments.missing(name, version));
    }

    static void answer(Exchange exchange, ModelVersion version) {
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeFieldName("model_version");
            RegistryJson.write(out, version);
            out.writeEndObject();
        });
    }

    private void search(Exchange exchange, Arguments told) throws IOException {
        String filter = told.find("filter").orElse("");
        ModelQuery query = new ModelQuery(
                Prompts.applied(ModelFilterParser.parse(filter, ModelFields.OF_VERSIONS, List.of())),
                ModelOrders.ofTexts(told.texts("order_by"), ModelFields.OF_VERSIONS),
                told.limit("max_results", LONGEST_PAGE, LONGEST_PAGE),
                told.pageToken());
        Page<ModelVersion> page = Joined.page(query, store::searchVersions);
        LargeAnswer.write(exchange, page.items().size() <= SMALL_PAGE, out -> {
            out.writeStartObject();
            if (!page.items().isEmpty()) {
                out.writeArrayFieldStart("model_versions");
                for (ModelVersion version : page.items()) {
                    RegistryJson.write(out, version);
                }
                out.writeEndArray();
            }
            if (page.next().isPresent()) {
                out.writeStringField("next_page_token", page.next().get().value());
            }
            out.writeEndObject();
        });
    }

    private void downloadUri(Exchange exchange, Arguments told) {
        ModelVersion version = version(told);
        String uri = version.files().isEmpty() ? elsewhere(version.source()) : ArtifactUris.of(version);
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("artifact_uri", uri);
            out.writeEndObject();
        });
    }

    /** Of what has no files here: those of the logged model, should any have come since, else as the maker told it. */
    private String elsewhere(ModelSource source) {
        return source.model()
                .flatMap(loggedModels::find)
                .map(ArtifactUris::of)
                .orElseGet(() -> RegistryJson.source(source));
    }

    private void update(Exchange exchange, Arguments told) {
        ModelChange change = RegistryArguments.description(told);
        ModelVersion version = version(told);
        answer(exchange, store.change(version.name(), version.version(), change));
    }

    private void delete(Exchange exchange, Arguments told) {
        ModelVersion version = version(told);
        store.deleteVersion(version.name(), version.version());
        Nothing.answer(exchange);
    }

    private void tag(Exchange exchange, Arguments told) {
        ModelChange change = RegistryArguments.tag(told);
        ModelVersion version = version(told);
        store.change(version.name(), version.version(), change);
        Nothing.answer(exchange);
    }

    private void untag(Exchange exchange, Arguments told) {
        ModelChange change = RegistryArguments.untag(told);
        ModelVersion version = version(told);
        store.change(version.name(), version.version(), change);
        Nothing.answer(exchange);
    }
}
