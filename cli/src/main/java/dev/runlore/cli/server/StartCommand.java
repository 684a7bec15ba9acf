// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.server;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.local.LocalServer;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.LiveServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

final class StartCommand implements Command {
    /** What {@code runlore server} takes is handed on to it as it is. */
    private static final List<String> SETTINGS = List.of(
            "--port",
            "--bind",
            "--auth",
            "--allowed-hosts",
            "--idle-stop",
            "--parallel-jobs",
            "--connections",
            "--run-table-memory",
            "--path-prefix");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "Start a server in the background and print its URL.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.text("PORT", "Port to listen on; 0 takes any.", "--port"));
        spec.addOption(Options.text("ADDRESS", "Address to listen on; any but loopback needs --auth token.", "--bind"));
        spec.addOption(Options.text("HOW", "none, or token: every request then needs the token.", "--auth"));
        spec.addOption(Options.text("NAMES", "Further names of the server, comma-separated.", "--allowed-hosts"));
        spec.addOption(Options.text("MINUTES", "End after so many minutes without requests.", "--idle-stop"));
        spec.addOption(Options.text("CONNECTIONS", "Connections that are open at once.", "--connections"));
        spec.addOption(Options.text("JOBS", "Submitted runs to execute at once.", "--parallel-jobs"));
        spec.addOption(Options.text("MIB", "Memory for filtering and sorting runs.", "--run-table-memory"));
        spec.addOption(Options.text("PATH", "Path below which MLflow clients are answered too.", "--path-prefix"));
    }

    @Override
    public Reply run(Invocation invocation) {
        LocalServer local = invocation.session().localServer();
        Optional<LiveServer> running = local.find();
        if (running.isPresent()) {
            return ServerReply.of(running.get(), running.get().url() + " (running already)");
        }
        List<String> settings = new ArrayList<>();
        for (String name : SETTINGS) {
            invocation.option(name).ifPresent(value -> settings.addAll(List.of(name, value)));
        }
        local.start(settings);
        LiveServer started = local.find()
                .orElseThrow(() -> new RunloreException(
                        ErrorCode.UNAVAILABLE, "the server ended right after its start; look into its log"));
        return ServerReply.of(started, started.url().toString());
    }
}
