// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.TagArguments;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Tags;
import dev.runlore.sdk.RunChange;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

final class TagCommand implements Command {

    @Override
    public String name() {
        return "tag";
    }

    @Override
    public String summary() {
        return "Set and remove tags of a run.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
        spec.addPositional(
                Options.positions(1, "0..*", "KEY[=TEXT]", "Tags to set; without '=' a tag without a text."));
        spec.addOption(Options.texts("KEY", "Tag to remove; may be given several times.", "--remove"));
    }

    @Override
    public Reply run(Invocation invocation) {
        Tags tags = TagArguments.read(invocation.positionsFrom(1));
        List<String> removed = invocation.options("--remove");
        if (tags.values().isEmpty() && removed.isEmpty()) {
            throw RunloreException.invalid(
                    "run tag must get a tag to set or remove but got none; add KEY=TEXT or --remove KEY");
        }
        Run run = invocation.server().changeRun(invocation.run(), RunChange.tags(tags, removed));
        return Reply.of(TagArguments.tree(run.tags()));
    }
}
