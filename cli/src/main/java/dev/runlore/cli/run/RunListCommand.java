// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.output.Table;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.sdk.RunListing;
import dev.runlore.sdk.RunTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The newest runs with what they execute; {@code history list} has their metrics. */
final class RunListCommand implements Command {
    private static final List<String> COLUMNS =
            List.of("id", "status", "experiment", "script", "target", "created", "started", "ended", "name");
    private static final List<String> SHOWN = List.of("id", "status", "experiment", "script", "created");

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String summary() {
        return "List the newest runs.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.text("NAME", "Only runs of this experiment.", "-e", "--experiment"));
        spec.addOption(Options.text("N", "How many at most, 1 to 1000; 10 without it.", "--last"));
        spec.addOption(Options.text("STATUS", "Only runs of this status, such as Running.", "--status"));
    }

    @Override
    public Reply run(Invocation invocation) {
        RunListing listing = RunListing.NEWEST
                .withColumns(COLUMNS)
                .withLimit(
                        invocation.option("--last").map(RunListCommand::count).orElse(10));
        if (invocation.option("--experiment").isPresent()) {
            listing = listing.withExperiment(invocation.option("--experiment").get());
        }
        if (invocation.option("--status").isPresent()) {
            RunStatus status = RunStatus.parse(invocation.option("--status").get());
            listing = listing.withFilter("status = \"" + status + "\"");
        }
        List<Map<String, @Nullable Object>> runs = rows(invocation.server().listRuns(listing));
        return Reply.of(runs).withTable(table(runs));
    }

    private static List<Map<String, @Nullable Object>> rows(RunTable page) {
        List<Map<String, @Nullable Object>> runs = new ArrayList<>();
        for (int row = 0; row < page.size(); row++) {
            Map<String, @Nullable Object> run = new LinkedHashMap<>();
            for (String column : COLUMNS) {
                run.put(column, page.cell(column, row));
            }
            runs.add(run);
        }
        return runs;
    }

    private static Table table(List<Map<String, @Nullable Object>> runs) {
        List<Table.Column> columns = new ArrayList<>();
        for (String name : SHOWN) {
            List<@Nullable Object> cells = new ArrayList<>();
            runs.forEach(run -> cells.add(run.get(name)));
            columns.add(new Table.Column(Character.toUpperCase(name.charAt(0)) + name.substring(1), cells));
        }
        return new Table(columns);
    }

    private static int count(String text) {
        int count = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (count < 1 || count > 1_000) {
            throw RunloreException.invalid(
                    "--last must be a number from 1 to 1000 but is '" + Shown.text(text) + "'; correct it");
        }
        return count;
    }
}
