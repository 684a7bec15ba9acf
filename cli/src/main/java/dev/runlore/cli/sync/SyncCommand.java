// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.sync;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Progress;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

public final class SyncCommand implements Command {
    private static final Retries RETRIES = new Retries(4, Duration.ofMillis(500));

    @Override
    public String name() {
        return "sync";
    }

    @Override
    public String summary() {
        return "Send what scripts logged while no server was there.";
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        Session session = invocation.session();
        Synchronisation synchronisation = new Synchronisation(session, RETRIES);
        List<Path> writers = Spools.writers(session.places().spoolFolders());
        try (Progress progress = session.progress()) {
            for (int i = 0; i < writers.size(); i++) {
                progress.show(i + 1L, writers.size(), writers.get(i).toString());
                synchronisation.send(writers.get(i));
            }
        }
        return synchronisation.reply();
    }
}
