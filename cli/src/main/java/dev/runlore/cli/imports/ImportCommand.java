// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.imports;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Progress;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.Session;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.ExportFile;
import dev.runlore.sdk.ExportedRun;
import dev.runlore.sdk.TransferClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Brings in what {@code runlore export} wrote. */
final class ImportCommand implements Command {
    @Override
    public String name() {
        return "import";
    }

    @Override
    public String summary() {
        return "Bring in what 'runlore export' wrote, here or on another server.";
    }

    @Override
    public void declare(CommandSpec spec) {
        // Not required, as it would be before the name of another format too.
        spec.addPositional(Options.optionalPosition(0, "FILE", "What 'runlore export' wrote."));
        spec.addOption(Options.flag(
                "Take the file also when it unpacks to more than 1 GiB and 100 times its size.", "--any-size"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        Session session = invocation.session();
        Path file = session.surroundings()
                .current()
                .resolve(invocation
                        .position(0)
                        .orElseThrow(() -> RunloreException.invalid(
                                "import must get a file but got none; name what 'runlore export' wrote")));
        List<String> renumbered = new ArrayList<>();
        int created = 0;
        int present = 0;
        try (ExportFile export = ExportFile.open(file, invocation.flag("--any-size"));
                Progress progress = session.progress()) {
            List<ExportedRun> runs = export.check(progress::show);
            TransferClient server = new TransferClient(invocation.server().place());
            for (ExportedRun run : runs) {
                progress.show(created + present, runs.size(), "runs");
                TransferClient.Imported imported = server.put(export, run, progress::show);
                created += imported.created() ? 1 : 0;
                present += imported.created() ? 0 : 1;
                if (imported.created() && imported.run().number() != run.number()) {
                    renumbered.add("run '" + run.id() + "' has the number "
                            + imported.run().number() + " here: another run of its experiment has its " + run.number());
                }
            }
        }
        renumbered.forEach(session::tell);
        return Reply.of(Map.of("created", created, "present", present))
                .withSentences(List.of(created + (created == 1 ? " run" : " runs") + " imported, " + present
                        + (present == 1 ? " was" : " were") + " there already"));
    }
}
