// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.Run;
import dev.runlore.sdk.RunChange;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

final class RenameCommand implements Command {

    @Override
    public String name() {
        return "rename";
    }

    @Override
    public String summary() {
        return "Give a run a name.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
        spec.addPositional(Options.position(1, "NAME", "The new name."));
    }

    @Override
    public Reply run(Invocation invocation) {
        Run run = invocation.server().changeRun(invocation.run(), RunChange.name(invocation.required(1)));
        return Reply.of(Map.of("id", run.id().value(), "name", run.name().orElse("")));
    }
}
