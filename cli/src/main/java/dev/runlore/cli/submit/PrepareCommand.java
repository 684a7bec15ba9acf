// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Reply;
import dev.runlore.cli.command.RunText;
import dev.runlore.cli.run.FollowedRun;
import dev.runlore.cli.runconfig.Asked;
import dev.runlore.cli.runconfig.ReadConfiguration;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Environment;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.Tags;
import dev.runlore.project.FolderSnapshot;
import dev.runlore.sdk.RunAction;
import dev.runlore.sdk.RunloreClient;
import dev.runlore.sdk.SubmissionRequest.NewRun;
import dev.runlore.sdk.Submitted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Builds the environment of a run configuration before the first run that needs it: by a run that does nothing else, and that
 * lists leave out afterwards.
 */
final class PrepareCommand implements Command {
    private static final String NOTHING = "prepare.py";
    private static final String BUILD_LOG = "azureml-logs/20_image_build_log.txt";

    @Override
    public String name() {
        return "prepare";
    }

    @Override
    public String summary() {
        return "Build the environment that a run configuration names.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(SubmissionOptions.configuration());
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        Project project = Project.of(invocation.session());
        ReadConfiguration read = project.configurations()
                .read(invocation.option("--run-configuration"), new Asked(Optional.of(NOTHING), List.of()));
        if (read.configuration().environment().isEmpty()) {
            return Reply.of(Map.of("prepared", false))
                    .withSentences(List.of("nothing to prepare: the interpreter is used as it is"));
        }
        Path folder = Files.createTempDirectory("runlore-prepare");
        Path script = Files.createFile(folder.resolve(NOTHING));
        try {
            Prepared prepared =
                    new Prepared(FolderSnapshot.take(folder), onlyPackages(read.configuration()), read.warnings());
            return prepare(invocation, project, prepared);
        } finally {
            Files.delete(script);
            Files.delete(folder);
        }
    }

    private static Reply prepare(Invocation invocation, Project project, Prepared prepared) throws IOException {
        NewRun run = new NewRun(project.experiment(), Optional.of("prepare"), Tags.NONE, prepared.snapshot());
        Submitted submitted = new Dispatch(invocation.session()).submit(prepared, run);
        Run ended = await(invocation, submitted);
        RunloreClient server = invocation.server();
        server.actOnRun(ended.id(), RunAction.ARCHIVE);
        ended.error().ifPresent(error -> invocation.session().tell(error.message()));
        return Reply.WRITTEN.withExitCode(FollowedRun.exitCode(ended));
    }

    private static Run await(Invocation invocation, Submitted submitted) throws IOException {
        FollowedRun run = new FollowedRun(invocation.session(), submitted.run().id());
        try (RunText text = RunText.to(invocation.session().surroundings())) {
            return run.print(text, BUILD_LOG);
        }
    }

    /** The same interpreter and packages, which must be had, for a script that does nothing. */
    private static RunConfiguration onlyPackages(RunConfiguration configuration) {
        return new RunConfiguration(
                Optional.of(new ArtifactPath(NOTHING)),
                List.of(),
                List.of(),
                Map.of(),
                configuration.interpreter(),
                configuration.target(),
                Optional.empty(),
                configuration.environment().map(PrepareCommand::strict),
                configuration.framework(),
                List.of(),
                false,
                false);
    }

    private static Environment strict(Environment packages) {
        return new Environment(packages.pip(), packages.conda(), packages.python(), packages.channels(), true);
    }
}
