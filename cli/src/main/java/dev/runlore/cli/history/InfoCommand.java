// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.RunText;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

final class InfoCommand implements Command {

    @Override
    public String name() {
        return "info";
    }

    @Override
    public String summary() {
        return "Details about one run.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.requiredText("RUN", "Id of the run.", "-r", "--run"));
        spec.addOption(Options.text("PATH", "Print the content of this artifact instead.", "-a", "--artifact"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        RunId run = new RunId(invocation.option("--run").orElseThrow());
        Optional<String> artifact = invocation.option("--artifact");
        if (artifact.isEmpty()) {
            return History.reply(History.all(invocation.server()).get(run));
        }
        try (InputStream bytes = invocation.server().openArtifact(run, new ArtifactPath(artifact.get()));
                RunText text = RunText.to(invocation.session().surroundings())) {
            text.copy(bytes);
        }
        return Reply.WRITTEN;
    }
}
