// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.Run;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

final class WaitCommand implements Command {

    @Override
    public String name() {
        return "wait";
    }

    @Override
    public String summary() {
        return "Wait for the end of a run, and end with its exit code.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
    }

    @Override
    public Reply run(Invocation invocation) {
        Run run = new FollowedRun(invocation.session(), invocation.run()).await();
        return Reply.of(Map.of("id", run.id().value(), "status", run.status().name()))
                .withSentences(List.of("run " + run.id() + " is " + run.status()))
                .withExitCode(FollowedRun.exitCode(run));
    }
}
