// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.output.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

final class DatasetsCommand implements Command {

    @Override
    public String name() {
        return "datasets";
    }

    @Override
    public String summary() {
        return "List the datasets that a run uses.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
    }

    @Override
    public Reply run(Invocation invocation) {
        List<Map<String, @Nullable Object>> datasets = invocation.server().listDatasetTrees(invocation.run());
        return Reply.of(datasets).withTable(table(datasets));
    }

    /** Without schema and profile, which are JSON of any length. */
    private static Table table(List<Map<String, @Nullable Object>> datasets) {
        return new Table(List.of(
                column("Name", "name", datasets),
                column("Digest", "digest", datasets),
                column("Context", "context", datasets),
                column("Source type", "sourceType", datasets),
                column("Source", "source", datasets)));
    }

    private static Table.Column column(String header, String field, List<Map<String, @Nullable Object>> datasets) {
        return Table.Column.of(header, datasets, dataset -> dataset.get(field));
    }
}
