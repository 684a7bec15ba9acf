// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

final class CompletionCommand implements Command {

    @Override
    public String name() {
        return "completion";
    }

    @Override
    public String summary() {
        return "Print a completion script: source <(runlore completion bash).";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addPositional(Options.position(0, "SHELL", "bash or zsh."));
    }

    @Override
    public Reply run(Invocation invocation) {
        String shell = invocation.required(0);
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw RunloreException.invalid(
                    "shell must be bash or zsh but is '" + Shown.text(shell) + "'; name one of them");
        }
        // the script is for both: under zsh it loads the shell's own emulation of bash's completion
        String script =
                AutoComplete.bash("runlore", new Parser(invocation.session().surroundings()).commandLine(""));
        invocation.session().surroundings().out().print(script);
        return Reply.WRITTEN;
    }
}
