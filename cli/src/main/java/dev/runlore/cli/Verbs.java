// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Group;
import dev.runlore.cli.exports.ExportCommand;
import dev.runlore.cli.history.HistoryGroup;
import dev.runlore.cli.imports.ImportGroup;
import dev.runlore.cli.model.AssetGroup;
import dev.runlore.cli.model.ModelGroup;
import dev.runlore.cli.project.InitCommand;
import dev.runlore.cli.project.RestoreCommand;
import dev.runlore.cli.purge.PurgeCommand;
import dev.runlore.cli.run.RunGroup;
import dev.runlore.cli.server.ServerGroup;
import dev.runlore.cli.studio.StudioCommand;
import dev.runlore.cli.submit.ExperimentGroup;
import dev.runlore.cli.submit.SubmitCommand;
import dev.runlore.cli.sync.SyncCommand;
import java.util.List;
import java.util.Optional;

/** All verbs of the command line. */
final class Verbs {
    private Verbs() {}

    static List<Group> groups() {
        return List.of(
                AssetGroup.group(),
                ExperimentGroup.group(),
                HistoryGroup.group(),
                ImportGroup.group(),
                ModelGroup.group(),
                RunGroup.group(),
                ServerGroup.group());
    }

    static List<Command> commands() {
        return List.of(
                new CompletionCommand(),
                new ExportCommand(),
                new InitCommand(),
                new PurgeCommand(),
                new RestoreCommand(),
                new StudioCommand(),
                new SubmitCommand(),
                new SyncCommand());
    }

    static Optional<Group> group(String name) {
        return groups().stream().filter(group -> group.name().equals(name)).findFirst();
    }
}
