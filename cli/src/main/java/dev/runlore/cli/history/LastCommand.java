// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.project.ProjectScope;
import picocli.CommandLine.Model.CommandSpec;

final class LastCommand implements Command {

    @Override
    public String name() {
        return "last";
    }

    @Override
    public String summary() {
        return "Get detail about most recent run.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.text("FILTER", "The most recent of the runs that match.", "--filter"));
        ProjectScope.declare(spec);
    }

    @Override
    public Reply run(Invocation invocation) {
        return History.reply(History.of(invocation).last(invocation.option("--filter")));
    }
}
