// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Group;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Surroundings;
import dev.runlore.domain.RunloreException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/** From arguments to a verb, or to a help text. */
final class Parser {
    /** The groups that {@code az ml} had. */
    private static final List<String> SHIMMED = List.of("history", "asset", "experiment");

    private final Surroundings surroundings;

    Parser(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    sealed interface Parsed {}

    /** Something to print and be done. */
    record Text(String text) implements Parsed {}

    record Call(Command command, ParseResult arguments) implements Parsed {}

    Parsed parse(String[] arguments) {
        String[] own = ownArguments(arguments);
        if (own.length == 0 || isHelp(own[0])) {
            return new Text(HelpText.root());
        }
        if (own[0].equals("--version") || own[0].equals("-V")) {
            return new Text("runlore " + Version.text() + System.lineSeparator());
        }
        Optional<Group> group = Verbs.group(own[0]);
        if (group.isPresent() && (own.length == 1 || isHelp(own[1]))) {
            return new Text(HelpText.group(prefix(), group.get()));
        }
        return parseVerb(own);
    }

    private Parsed parseVerb(String[] arguments) {
        CommandLine line = commandLine(arguments[0]);
        ParseResult result = line.parseArgs(arguments);
        while (result.hasSubcommand()) {
            result = result.subcommand();
        }
        CommandSpec spec = result.commandSpec();
        if (result.isUsageHelpRequested()) {
            Help.Ansi ansi = surroundings.coloured() ? Help.Ansi.ON : Help.Ansi.OFF;
            return new Text(spec.commandLine().getUsageMessage(ansi));
        }
        return new Call((Command) spec.userObject(), result);
    }

    /** The verbs as picocli knows them; only those of {@code wanted}, a group or verb, with their options. */
    CommandLine commandLine(String wanted) {
        CommandSpec root = CommandSpec.create().name(surroundings.invokedAs());
        for (Group group : Verbs.groups()) {
            root.addSubcommand(group.name(), spec(group, wanted.equals(group.name()) || wanted.isEmpty()));
        }
        for (Command command : Verbs.commands()) {
            root.addSubcommand(command.name(), spec(command));
        }
        LauncherVerbs.NAMES.forEach((name, summary) -> root.addSubcommand(
                name,
                CommandSpec.wrapWithoutInspection(new LauncherVerbs(name, summary))
                        .name(name)));
        CommandLine line = new CommandLine(root);
        line.setUnmatchedArgumentsAllowed(false);
        line.setAbbreviatedOptionsAllowed(false);
        line.setExpandAtFiles(false);
        return line;
    }

    private static CommandSpec spec(Group group, boolean full) {
        CommandSpec spec = full && group.own().isPresent()
                ? spec(group.own().get())
                : CommandSpec.create().name(group.name());
        if (group.own().isEmpty()) {
            spec.usageMessage(new UsageMessageSpec().description(group.summary()));
        }
        if (full) {
            group.commands().forEach(command -> spec.addSubcommand(command.name(), spec(command)));
        }
        return spec;
    }

    private static CommandSpec spec(Command command) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(command.name());
        spec.usageMessage(new UsageMessageSpec().description(command.summary()).width(100));
        command.declare(spec);
        spec.addOption(Options.text("FORMAT", "json, jsonc, table, tsv, yaml, yamlc or none.", "-o", "--output"));
        spec.addOption(Options.text("JMESPATH", "Print only what this expression selects.", "--query"));
        spec.addOption(Options.text("URL", "Server to talk to.", "--url"));
        spec.addOption(Options.text("FOLDER", "Data folder; else RUNLORE_HOME, else ~/.runlore.", "--data"));
        spec.addOption(Options.flag("Say more on stderr.", "--verbose"));
        spec.addOption(Options.flag("Say everything on stderr: stack traces, request ids.", "--debug"));
        spec.addOption(OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .arity("0")
                .usageHelp(true)
                .description("Print this.")
                .build());
        return spec;
    }

    /** Under the name {@code az} the arguments begin with {@code ml}; not all groups are there. */
    private String[] ownArguments(String[] arguments) {
        if (!isShim()) {
            return arguments;
        }
        boolean known = arguments.length >= 2 && arguments[0].equals("ml") && SHIMMED.contains(arguments[1]);
        if (!known) {
            throw RunloreException.invalid("this az is Runlore's and has of 'az ml' only " + String.join(", ", SHIMMED)
                    + "; " + "call the other az by its path for 'az " + String.join(" ", arguments) + "'");
        }
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }

    private boolean isShim() {
        return surroundings.invokedAs().equals("az");
    }

    private String prefix() {
        return isShim() ? "az ml" : "runlore";
    }

    private static boolean isHelp(String argument) {
        return argument.equals("-h") || argument.equals("--help");
    }
}
