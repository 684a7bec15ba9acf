// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.server;

import dev.runlore.cli.command.Group;
import java.util.List;

/** {@code runlore server}, but for the server itself, which the application is. */
public final class ServerGroup {
    private ServerGroup() {}

    public static Group group() {
        return new Group(
                "server",
                "Run the server: here without a verb, else in the background.",
                List.of(new StartCommand(), new StatusCommand(), new StopCommand()));
    }
}
