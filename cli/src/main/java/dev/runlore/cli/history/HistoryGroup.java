// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.command.Group;
import dev.runlore.cli.model.PromoteCommand;
import java.util.List;

public final class HistoryGroup {
    private HistoryGroup() {}

    public static Group group() {
        return new Group(
                "history",
                "View run history of machine learning experiments.",
                List.of(
                        new CompareCommand(),
                        new DownloadCommand(),
                        new InfoCommand(),
                        new LastCommand(),
                        new ListCommand(),
                        new PromoteCommand()));
    }
}
