// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelAlias;
import dev.runlore.domain.ModelChange;
import dev.runlore.domain.ModelDraft;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.server.http.Action;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.server.mlflow.Nothing;
import dev.runlore.store.ModelQuery;
import dev.runlore.store.ModelStore;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Registered models with their tags and aliases. */
public final class RegistryCalls implements Calls {
    private static final int USUAL_PAGE = 100;
    private static final int LONGEST_PAGE = 1_000;
    private static final String CALLS = "/registered-models/";

    private final ModelStore store;

    public RegistryCalls(ModelStore store) {
        this.store = store;
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
        endpoints.get(Permission.READ, CALLS + "get", told(this::get));
        endpoints.patch(Permission.WRITE, CALLS + "update", told(this::update));
        endpoints.get(Permission.READ, CALLS + "search", told(this::search));
        endpoints.post(Permission.READ, CALLS + "search", told(this::search));
        endpoints.post(Permission.WRITE, CALLS + "set-tag", told(this::tag));
        endpoints.delete(Permission.WRITE, CALLS + "delete-tag", told(this::untag));
        endpoints.post(Permission.WRITE, CALLS + "alias", told(this::putAlias));
        endpoints.delete(Permission.WRITE, CALLS + "alias", told(this::deleteAlias));
        endpoints.get(Permission.READ, CALLS + "alias", told(this::getAlias));
    }

    private void create(Exchange exchange, Arguments told) {
        ModelName name = RegistryArguments.newName(told);
        ModelDraft draft = new ModelDraft(name, told.find("description"), RegistryArguments.tags(told));
        if (store.find(name).isPresent() || !store.create(draft).created()) {
            throw new RunloreException(
                    ErrorCode.ALREADY_EXISTS,
                    "Registered Model (name=" + Shown.text(name.value()) + ") already exists.");
        }
        answer(exchange, model(name));
    }

    private Model model(ModelName name) {
        return store.find(name).orElseThrow(() -> RegistryArguments.missing(name));
    }

    private void get(Exchange exchange, Arguments told) {
        answer(exchange, model(RegistryArguments.name(told)));
    }

    private void update(Exchange exchange, Arguments told) {
        ModelName name = RegistryArguments.name(told);
        ModelChange change = RegistryArguments.description(told);
        answer(exchange, store.change(model(name).name(), change));
    }

    private void answer(Exchange exchange, Model model) {
        Optional<ModelVersion> newest = newest(model);
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeFieldName("registered_model");
            RegistryJson.write(out, model, newest);
            out.writeEndObject();
        });
    }

    private Optional<ModelVersion> newest(Model model) {
        return store.findVersion(model.name(), OptionalLong.empty());
    }

    private void search(Exchange exchange, Arguments told) {
        String filter = told.find("filter").orElse("");
        ModelQuery query = new ModelQuery(
                Prompts.applied(ModelFilterParser.parse(filter, ModelFields.OF_MODELS, List.of())),
                ModelOrders.ofTexts(told.texts("order_by"), ModelFields.OF_MODELS),
                told.limit("max_results", USUAL_PAGE, LONGEST_PAGE),
                told.pageToken());
        Page<Model> page = Joined.page(query, store::search);
        exchange.json(200, out -> {
            out.writeStartObject();
            if (!page.items().isEmpty()) {
                out.writeArrayFieldStart("registered_models");
                for (Model model : page.items()) {
                    RegistryJson.write(out, model, newest(model));
                }
                out.writeEndArray();
            }
            if (page.next().isPresent()) {
                out.writeStringField("next_page_token", page.next().get().value());
            }
            out.writeEndObject();
        });
    }

    private void tag(Exchange exchange, Arguments told) {
        ModelName name = RegistryArguments.name(told);
        ModelChange change = RegistryArguments.tag(told);
        store.change(model(name).name(), change);
        Nothing.answer(exchange);
    }

    private void untag(Exchange exchange, Arguments told) {
        ModelName name = RegistryArguments.name(told);
        ModelChange change = RegistryArguments.untag(told);
        store.change(model(name).name(), change);
        Nothing.answer(exchange);
    }

    private void putAlias(Exchange exchange, Arguments told) {
        ModelName name = RegistryArguments.name(told);
        ModelAlias alias = RegistryArguments.alias(told);
        long version = RegistryArguments.version(told);
        model(name);
        if (store.findVersion(name, OptionalLong.of(version)).isEmpty()) {
            throw RegistryArguments.missing(name, version);
        }
        store.putAlias(name, alias, version);
        Nothing.answer(exchange);
    }

    private void deleteAlias(Exchange exchange, Arguments told) {
        ModelName name = RegistryArguments.name(told);
        ModelAlias alias = RegistryArguments.alias(told);
        store.deleteAlias(model(name).name(), alias);
        Nothing.answer(exchange);
    }

    /** Nobody can set the alias {@code latest}: it is the newest version. */
    private void getAlias(Exchange exchange, Arguments told) {
        Model model = model(RegistryArguments.name(told));
        String alias = told.text("alias");
        ModelVersion version = alias.toLowerCase(Locale.ROOT).equals("latest")
                ? newest(model).orElseThrow(() -> unknown(alias))
                : Optional.ofNullable(model.aliases().get(RegistryArguments.alias(told)))
                        .flatMap(number -> store.findVersion(model.name(), OptionalLong.of(number)))
                        .orElseThrow(() -> unknown(alias));
        VersionCalls.answer(exchange, version);
    }

    private static RunloreException unknown(String alias) {
        return Faults.invalid(
                "alias", '"' + alias + '"', "Registered model alias " + Shown.text(alias) + " not found.");
    }
}
