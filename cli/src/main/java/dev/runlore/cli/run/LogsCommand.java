// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.run;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.RunText;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.LogPart;
import dev.runlore.sdk.RunloreClient;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

final class LogsCommand implements Command {
    private static final long POLL_MILLIS = 1_000;

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public String summary() {
        return "List the logs of a run, or print one of them.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "RUN", "Id of the run."));
        spec.addPositional(Options.optionalPosition(1, "PATH", "The log to print."));
        spec.addOption(Options.flag("Go on until the run ends.", "-f", "--follow"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        RunloreClient server = invocation.server();
        Optional<String> path = invocation.position(1);
        if (path.isEmpty()) {
            return Reply.of(server.listLogs(invocation.run()).stream()
                    .map(log -> Map.of("path", log.path(), "size", log.size()))
                    .toList());
        }
        try (RunText text = RunText.to(invocation.session().surroundings())) {
            new Log(server, invocation.run(), path.get()).print(text, invocation.flag("--follow"));
        }
        return Reply.WRITTEN;
    }

    private record Log(RunloreClient server, RunId run, String path) {
        void print(RunText text, boolean follow) throws IOException {
            long from = 0;
            while (true) {
                LogPart part = server.readLog(run, path, from);
                text.write(part.bytes());
                from += part.bytes().length;
                boolean more = from < part.size() && part.bytes().length > 0;
                if (!more && (!follow || part.ended())) {
                    return;
                }
                if (!more) {
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunloreException(ErrorCode.UNAVAILABLE, "interrupted while waiting for the log", e);
        }
    }
}
