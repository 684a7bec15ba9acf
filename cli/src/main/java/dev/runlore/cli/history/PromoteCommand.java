// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.history;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import picocli.CommandLine.Model.CommandSpec;

final class PromoteCommand implements Command {

    @Override
    public String name() {
        return "promote";
    }

    @Override
    public String summary() {
        return "Promote Artifacts.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.requiredText("RUN", "Id of the run.", "-r", "--run"));
        spec.addOption(Options.requiredText("PATH", "Artifact, or folder of artifacts.", "-ap", "--artifact-path"));
        spec.addOption(Options.requiredText("NAME", "Name of the asset.", "-n", "--name"));
    }

    @Override
    public Reply run(Invocation invocation) {
        throw new RunloreException(
                ErrorCode.NOT_IMPLEMENTED,
                "this version of Runlore cannot promote artifacts; get them with 'runlore history download'");
    }
}
