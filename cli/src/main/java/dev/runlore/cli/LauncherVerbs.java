// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.RunloreException;
import java.util.Map;

/** A verb of the application, which the launcher starts in place of the command line. Here for help and completion. */
record LauncherVerbs(String name, String summary) implements Command {
    static final Map<String, String> NAMES = Map.of(
            "backup", "Copy the data folder to one moment, also while the server works.",
            "doctor", "Check the installation and the data folder.",
            "quickstart", "See it work: a server, an example, its history.");

    @Override
    public Reply run(Invocation invocation) {
        throw RunloreException.invalid("'" + name + "' must be started by the launcher; run '" + "runlore " + name
                + "' from where it is installed");
    }
}
