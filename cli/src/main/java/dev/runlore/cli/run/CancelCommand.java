// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.sdk.RunAction;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

final class CancelCommand implements Command {

    @Override
    public String name() {
        return "cancel";
    }

    @Override
    public String summary() {
        return "End a run that waits or runs.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
    }

    @Override
    public Reply run(Invocation invocation) {
        RunId id = invocation.run();
        Run run = invocation.server().actOnRun(id, RunAction.CANCEL);
        return Reply.of(Map.of("id", id.value(), "status", run.status().name()))
                .withSentences(List.of("run " + id + " is " + run.status()));
    }
}
