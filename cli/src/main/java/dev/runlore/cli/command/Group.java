// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import java.util.List;

/** Verbs under one noun. */
public record Group(String name, String summary, List<Command> commands) {
    public Group {
        commands = List.copyOf(commands);
    }
}
