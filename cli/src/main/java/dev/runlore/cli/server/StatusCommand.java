// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.server;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class StatusCommand implements Command {

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String summary() {
        return "Tell whether a server runs on the data folder, and where.";
    }

    @Override
    public Reply run(Invocation invocation) {
        Path folder = invocation.session().places().dataFolder();
        return invocation
                .session()
                .localServer()
                .find()
                .map(live -> ServerReply.of(
                        live, live.url() + " runs on " + folder + " (pid " + live.pid() + ", " + live.version() + ")"))
                .orElseGet(() -> Reply.of(Map.of())
                        .withSentences(List.of("no server runs on " + folder))
                        .withExitCode(ErrorCode.NOT_FOUND.exitCode()));
    }
}
