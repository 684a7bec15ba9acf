// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Group;
import dev.runlore.sdk.RunAction;
import java.util.List;

public final class RunGroup {
    private RunGroup() {}

    public static Group group() {
        return new Group(
                "run",
                "Follow, show and change runs.",
                List.of(
                        new ArchiveCommand("archive", "Hide a run from lists.", RunAction.ARCHIVE),
                        new CancelCommand(),
                        new DatasetsCommand(),
                        new RunListCommand(),
                        new LogsCommand(),
                        new PointsCommand(),
                        new RenameCommand(),
                        new ShowCommand(),
                        new TagCommand(),
                        new ArchiveCommand("unarchive", "Show a hidden run in lists again.", RunAction.UNARCHIVE),
                        new WaitCommand()));
    }
}
