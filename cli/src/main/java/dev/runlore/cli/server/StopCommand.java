// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.server;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class StopCommand implements Command {

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public String summary() {
        return "Stop the server of the data folder.";
    }

    @Override
    public Reply run(Invocation invocation) {
        Path folder = invocation.session().places().dataFolder();
        return invocation
                .session()
                .localServer()
                .stop()
                .map(live -> ServerReply.of(live, "stopped " + live.url()))
                .orElseGet(() -> Reply.of(Map.of()).withSentences(List.of("no server runs on " + folder)));
    }
}
