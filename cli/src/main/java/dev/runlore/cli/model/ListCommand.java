// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.output.Table;
import dev.runlore.domain.Model;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.sdk.ModelClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class ListCommand implements Command {

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String summary() {
        return "List models.";
    }

    @Override
    public Reply run(Invocation invocation) {
        ModelClient server = new ModelClient(invocation.server().place());
        List<Model> models = new ArrayList<>();
        Optional<PageToken> next = Optional.empty();
        do {
            Page<Model> page = server.list(next);
            models.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return Reply.of(models.stream().map(ModelTree::of).toList()).withTable(table(models));
    }

    private static Table table(List<Model> models) {
        return new Table(List.of(
                Table.Column.of("Name", models, model -> model.name().value()),
                Table.Column.of("Versions", models, Model::lastVersion),
                Table.Column.of("Updated", models, model -> model.updated().toString()),
                Table.Column.of(
                        "Description", models, model -> model.description().orElse(null))));
    }
}
