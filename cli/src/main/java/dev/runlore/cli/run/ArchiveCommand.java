// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.Run;
import dev.runlore.sdk.RunAction;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Hides a run, or takes that back. */
record ArchiveCommand(String name, String summary, RunAction action) implements Command {

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
    }

    @Override
    public Reply run(Invocation invocation) {
        Run run = invocation.server().actOnRun(invocation.run(), action);
        return Reply.of(Map.of("id", run.id().value(), "archived", run.archived()));
    }
}
