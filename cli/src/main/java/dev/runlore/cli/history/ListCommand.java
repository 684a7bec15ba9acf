// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import java.util.List;
import dev.runlore.cli.project.ProjectScope;
import picocli.CommandLine.Model.CommandSpec;

final class ListCommand implements Command {

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String summary() {
        return "List runs.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.text("FILTER", "Only runs that match, such as 'metrics.Accuracy > 0.66'.", "--filter"));
        ProjectScope.declare(spec);
    }

    @Override
    public Reply run(Invocation invocation) {
        List<HistoryRun> runs = History.of(invocation).list(invocation.option("--filter"));
        return Reply.of(runs.stream().map(HistoryRun::tree).toList()).withTable(HistoryTable.of(runs));
    }
}
