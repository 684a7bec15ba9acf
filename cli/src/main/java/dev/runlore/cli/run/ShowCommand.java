// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

final class ShowCommand implements Command {

    @Override
    public String name() {
        return "show";
    }

    @Override
    public String summary() {
        return "Show all of a run: arguments, tags, parameters, warnings, writers.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
    }

    @Override
    public Reply run(Invocation invocation) {
        Map<String, @Nullable Object> run = invocation.server().getRunTree(invocation.run());
        return Reply.of(run).withTable(table(run));
    }

    /** A line a field: the fields of one run are too many for columns. */
    private static Table table(Map<String, @Nullable Object> run) {
        List<@Nullable Object> names = new ArrayList<>(run.keySet());
        List<@Nullable Object> values = new ArrayList<>(run.values());
        return new Table(List.of(new Table.Column("Field", names), new Table.Column("Value", values)));
    }
}
