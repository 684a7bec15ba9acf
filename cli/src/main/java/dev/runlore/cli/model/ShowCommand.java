// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.sdk.ModelClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

final class ShowCommand implements Command {

    @Override
    public String name() {
        return "show";
    }

    @Override
    public String summary() {
        return "Show a model with all its versions, or one version.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "NAME", "Name of the model."));
        spec.addOption(Options.text("NUMBER", "Only this version.", "--version"));
    }

    @Override
    public Reply run(Invocation invocation) {
        ModelName name = new ModelName(invocation.required(0));
        OptionalLong number = VersionNumber.of(invocation);
        ModelClient server = new ModelClient(invocation.server().place());
        if (number.isPresent()) {
            ModelVersion version = server.getVersion(name, number);
            return Reply.of(ModelTree.of(version)).withTable(VersionTable.of(List.of(version)));
        }
        Map<String, @Nullable Object> tree = ModelTree.of(server.get(name));
        List<ModelVersion> versions = versions(server, name);
        tree.put("versions", versions.stream().map(ModelTree::of).toList());
        return Reply.of(tree).withTable(VersionTable.of(versions));
    }

    private static List<ModelVersion> versions(ModelClient server, ModelName name) {
        List<ModelVersion> versions = new ArrayList<>();
        Optional<PageToken> next = Optional.empty();
        do {
            Page<ModelVersion> page = server.listVersions(name, next);
            versions.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return versions;
    }
}
