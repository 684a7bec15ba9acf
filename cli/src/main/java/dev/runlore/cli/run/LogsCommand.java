// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.RunText;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

final class LogsCommand implements Command {
    @Override
    public String name() {
        return "logs";
    }

    @Override
    public String summary() {
        return "List the logs of a run, or print one of them.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
        spec.addPositional(Options.optionalPosition(
                1, "PATH", "The log to print; with -f, what the script prints when none is named."));
        spec.addOption(Options.flag("Go on until the run ends.", "-f", "--follow"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        Optional<String> path = invocation.position(1);
        boolean follow = invocation.flag("--follow");
        if (path.isEmpty() && !follow) {
            return Reply.of(invocation.server().listLogs(invocation.run()).stream()
                    .map(log -> Map.of("path", log.path(), "size", log.size()))
                    .toList());
        }
        try (RunText text = RunText.to(invocation.session().surroundings())) {
            new FollowedRun(invocation.session(), invocation.run())
                    .print(text, path.orElse(FollowedRun.OUTPUT), follow);
        }
        return Reply.WRITTEN;
    }
}
