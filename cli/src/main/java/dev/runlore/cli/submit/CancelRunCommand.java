// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

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

final class CancelRunCommand implements Command {

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
        spec.addOption(Options.requiredText("RUN", "Id of the run.", "-r", "--run"));
        spec.addOption(Options.text("NAME", "Where it runs; a run knows that itself.", "-t", "--target"));
    }

    @Override
    public Reply run(Invocation invocation) {
        RunId id = new RunId(invocation.option("--run").orElseThrow());
        Run run = invocation.server().actOnRun(id, RunAction.CANCEL);
        return Reply.of(Map.of("run_id", id.value(), "status", run.status().name()))
                .withSentences(List.of("run " + id + " is " + run.status()));
    }
}
