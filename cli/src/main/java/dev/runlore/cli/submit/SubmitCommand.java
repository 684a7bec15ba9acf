// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.Submitted;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Submits a script and prints what it prints. Its own options end at the script: all after that is the script's. */
public final class SubmitCommand implements Command {

    @Override
    public String name() {
        return "submit";
    }

    @Override
    public String summary() {
        return "Run a script of this folder as a tracked run.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.parser().stopAtPositional(true);
        spec.addPositional(Options.optionalPosition(
                0, "SCRIPT", "The script, or FILE.runconfig; without it the run configuration names the script."));
        spec.addPositional(Options.positions(1, "0..*", "ARGS", "Passed to the script as they are."));
        spec.addOption(SubmissionOptions.configuration());
        spec.addOption(Options.text("NAME", "Experiment; else the project's.", "-e", "--experiment"));
        spec.addOption(Options.text("NAME", "Name of the run.", "--name"));
        spec.addOption(Options.texts("KEY[=TEXT]", "Tag of the run; may be given several times.", "--tag"));
        spec.addOption(Options.flag("Print the run's id and return.", "--async"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        SubmissionOptions options = SubmissionOptions.of(invocation);
        Project project = Project.of(invocation.session());
        Prepared prepared = project.prepare(options.configurationName(), options.asked());
        Dispatch dispatch = new Dispatch(invocation.session());
        Submitted submitted = dispatch.submit(prepared, options.run(project, prepared.snapshot()));
        project.register(invocation.session());
        RunId run = submitted.run().id();
        if (invocation.flag("--async")) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("run_id", run.value());
            tree.put("status", submitted.run().status().name());
            return Reply.of(tree).withSentences(List.of("RunId: " + run));
        }
        return Reply.WRITTEN.withExitCode(new Watching(invocation.session(), submitted).toTheEnd());
    }

    static RunloreException noArguments() {
        return RunloreException.invalid(
                "arguments must follow a script but none is named; name the script, or leave the arguments out");
    }
}
