// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Group;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The texts of {@code -h} for the whole and for a group, in the form of {@code az}. */
final class HelpText {
    private HelpText() {}

    static String group(String prefix, Group group) {
        Map<String, String> verbs = new TreeMap<>();
        group.own().ifPresent(own -> verbs.put("FILE", own.summary()));
        group.commands().forEach(command -> verbs.put(command.name(), command.summary()));
        return "\nGroup\n    " + prefix + " " + group.name() + ": " + group.summary() + "\n"
                + section("Commands", verbs);
    }

    static String root() {
        Map<String, String> groups = new TreeMap<>();
        Verbs.groups().forEach(group -> groups.put(group.name(), group.summary()));
        Map<String, String> verbs = new TreeMap<>(LauncherVerbs.NAMES);
        List<Command> commands = Verbs.commands();
        commands.forEach(command -> verbs.put(command.name(), command.summary()));
        return "\nGroup\n    runlore: Run history and model metrics of machine-learning work.\n"
                + section("Subgroups", groups) + section("Commands", verbs);
    }

    private static String section(String title, Map<String, String> lines) {
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder("\n" + title + ":\n");
        lines.forEach((name, summary) -> text.append("    ")
                .append(name)
                .append(" ".repeat(width - name.length()))
                .append(": ")
                .append(summary)
                .append('\n'));
        return text.toString();
    }
}
