// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.model;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.server.artifact.ArtifactBytes;
import dev.runlore.server.artifact.Artifacts;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import dev.runlore.store.ModelStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Models over HTTP. Their names are data: they come in queries and bodies, never in paths. */
public final class ModelRoutes implements Feature {
    private static final String MODELS = "/api/v1/models";
    private static final int USUAL_PAGE = 100;

    private final ModelStore store;
    private final Models models;
    private final ArtifactBytes bytes;

    public ModelRoutes(ModelStore store, Artifacts artifacts) {
        this.store = store;
        this.models = new Models(store);
        this.bytes = new ArtifactBytes(artifacts);
    }

    @Override
    public void register(Routes routes) {
        routes.get(Permission.READ, MODELS, this::list);
        routes.post(Permission.WRITE, MODELS, this::create);
        routes.patch(Permission.WRITE, MODELS, this::change);
        routes.post(Permission.WRITE, MODELS + ":promote", this::promote);
        routes.get(Permission.READ, MODELS + ":versions", this::versions);
        routes.get(Permission.READ, MODELS + ":version", exchange -> answer(exchange, 200, version(exchange)));
        routes.patch(Permission.WRITE, MODELS + ":version", this::changeVersion);
        routes.get(Permission.READ, MODELS + ":file", this::file);
    }

    private void list(Exchange exchange) {
        Query query = exchange.query();
        int limit = query.limit(USUAL_PAGE, Limits.PAGE);
        Page<Model> page = query.find("name")
                .map(name ->
                        new Page<>(store.find(new ModelName(name)).map(List::of).orElse(List.of()), Optional.empty()))
                .orElseGet(() -> store.list(limit, query.pageToken()));
        exchange.json(200, out -> ModelJson.writeModels(out, page));
    }

    private void create(Exchange exchange) throws IOException {
        ModelStore.Created made = store.create(ModelRequests.draft(exchange.json()));
        answer(exchange, made.created() ? 201 : 200, made.model());
    }

    private void change(Exchange exchange) throws IOException {
        Fields fields = exchange.json();
        answer(exchange, 200, store.change(ModelRequests.name(fields), ModelRequests.change(fields)));
    }

    private void promote(Exchange exchange) throws IOException {
        answer(exchange, 201, store.promote(ModelRequests.promotion(exchange.json())));
    }

    private void versions(Exchange exchange) {
        Query query = exchange.query();
        ModelName name = models.get(new ModelName(query.get("name"))).name();
        Page<ModelVersion> page = store.versions(name, query.limit(USUAL_PAGE, Limits.PAGE), query.pageToken());
        exchange.json(200, out -> ModelJson.writeVersions(out, page));
    }

    private ModelVersion version(Exchange exchange) {
        Query query = exchange.query();
        OptionalLong number =
                query.number("version", 1, Long.MAX_VALUE).map(OptionalLong::of).orElse(OptionalLong.empty());
        return models.version(new ModelName(query.get("name")), number);
    }

    private void changeVersion(Exchange exchange) throws IOException {
        Fields fields = exchange.json();
        long number = fields.number("version").orElseThrow(() -> fields.missing("version"));
        answer(exchange, 200, store.change(ModelRequests.name(fields), number, ModelRequests.change(fields)));
    }

    private void file(Exchange exchange) throws IOException {
        ArtifactPath path = new ArtifactPath(exchange.query().get("path"));
        ModelVersion version = version(exchange);
        bytes.answer(exchange, Models.shown(version), models.file(version, path));
    }

    private static void answer(Exchange exchange, int status, Model model) {
        exchange.json(status, out -> ModelJson.write(out, model));
    }

    private static void answer(Exchange exchange, int status, ModelVersion version) {
        exchange.json(status, out -> ModelJson.write(out, version));
    }
}
