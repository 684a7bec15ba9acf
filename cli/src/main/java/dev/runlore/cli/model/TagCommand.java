// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.TagArguments;
import dev.runlore.domain.ModelChange;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Tags;
import dev.runlore.sdk.ModelClient;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;

final class TagCommand implements Command {

    @Override
    public String name() {
        return "tag";
    }

    @Override
    public String summary() {
        return "Set and remove tags of a model or of one of its versions.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "NAME", "Name of the model."));
        spec.addPositional(
                Options.positions(1, "0..*", "KEY[=TEXT]", "Tags to set; without '=' a tag without a text."));
        spec.addOption(Options.text("NUMBER", "Of this version; of the model without it.", "--version"));
        spec.addOption(Options.texts("KEY", "Tag to remove; may be given several times.", "--remove"));
    }

    @Override
    public Reply run(Invocation invocation) {
        ModelName name = new ModelName(invocation.required(0));
        Tags tags = TagArguments.read(invocation.positionsFrom(1));
        List<String> removed = invocation.options("--remove");
        if (tags.values().isEmpty() && removed.isEmpty()) {
            throw RunloreException.invalid(
                    "model tag must get a tag to set or remove but got none; add KEY=TEXT or --remove KEY");
        }
        ModelChange change = new ModelChange(Optional.empty(), tags, removed);
        OptionalLong number = VersionNumber.of(invocation);
        ModelClient server = new ModelClient(invocation.server().place());
        Tags after = number.isPresent()
                ? server.change(name, number.getAsLong(), change).tags()
                : server.change(name, change).tags();
        return Reply.of(TagArguments.tree(after));
    }
}
