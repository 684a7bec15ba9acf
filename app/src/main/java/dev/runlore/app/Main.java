// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.RunloreException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that hold the whole product in their own process; every other is the command line's and asks a server. */
@Command(
        name = "runlore",
        description = "Run history and model metrics on your own machine.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        CommandLine server = new CommandLine(new ServerCommand());
        CommandLine quickstart = new CommandLine(new QuickstartCommand());
        ServerCommand.addSettings(server.getCommandSpec());
        ServerCommand.addSettings(quickstart.getCommandSpec());
        CommandLine main = new CommandLine(new Main())
                .addSubcommand(server)
                .addSubcommand(quickstart)
                .addSubcommand(new CommandLine(new BackupCommand()))
                .addSubcommand(new CommandLine(new DoctorCommand()));
        main.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
        main.setExecutionExceptionHandler((e, command, parsed) -> explain(e, command.getErr()));
        return main;
    }

    private static int explain(Exception e, PrintWriter err) throws Exception {
        if (e instanceof RunloreException known) {
            err.println("runlore: " + known.getMessage());
            err.flush();
            return known.code().exitCode();
        }
        throw e;
    }
}
