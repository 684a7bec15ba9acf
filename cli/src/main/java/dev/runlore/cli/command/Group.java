// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import java.util.List;
import java.util.Optional;

/**
 * Verbs under one noun.
 *
 * @param own what the noun itself does with something that is none of its verbs
 */
public record Group(String name, String summary, List<Command> commands, Optional<Command> own) {
    public Group {
        commands = List.copyOf(commands);
    }

    public Group(String name, String summary, List<Command> commands) {
        this(name, summary, commands, Optional.empty());
    }
}
