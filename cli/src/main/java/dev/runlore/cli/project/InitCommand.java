// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.project;

import dev.runlore.cli.command.Command;
import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Reply;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.ProjectFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Makes the current folder a project. Needs no server. */
public final class InitCommand implements Command {

    @Override
    public String name() {
        return "init";
    }

    @Override
    public String summary() {
        return "Make this folder a project.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Options.text(
                "NAME", "Experiment that the project's runs belong to; else the folder's name.", "-e", "--experiment"));
    }

    @Override
    public Reply run(Invocation invocation) throws IOException {
        ProjectFolder project = project(invocation);
        ProjectFiles files = new ProjectFiles(project);
        files.write();
        boolean registered = ProjectScope.register(invocation.session(), project);
        return Reply.of(Map.of(
                        "root", project.root().toString(),
                        "experiment", project.experiment(),
                        "written", files.written(),
                        "kept", files.kept(),
                        "registered", registered))
                .withSentences(sentences(project, files));
    }

    /** @throws RunloreException ALREADY_EXISTS when the folder is a project of another experiment than the one asked for */
    private static ProjectFolder project(Invocation invocation) {
        Path root = invocation.session().surroundings().current().toAbsolutePath().normalize();
        Optional<String> wanted = invocation.option("--experiment");
        wanted.ifPresent(name -> Limits.requireName("experiment name", name, Limits.EXPERIMENT_NAME));
        Optional<ProjectFolder> there =
                ProjectFolder.find(root).filter(found -> found.root().equals(root));
        if (there.isPresent() && wanted.filter(name -> !name.equals(there.get().experiment())).isPresent()) {
            throw new RunloreException(
                    ErrorCode.ALREADY_EXISTS,
                    root + " is a project of experiment '" + there.get().experiment() + "' already; change "
                            + ProjectFolder.MARKER + " for another one");
        }
        return there.orElseGet(
                () -> new ProjectFolder(root, wanted.orElseGet(() -> ProjectFolder.usualExperiment(root))));
    }

    private static List<String> sentences(ProjectFolder project, ProjectFiles files) {
        List<String> lines = new ArrayList<>();
        lines.add(project.root() + " is a project; its runs belong to experiment '" + project.experiment() + "'");
        files.written().forEach(name -> lines.add("  wrote " + name));
        files.kept().forEach(name -> lines.add("  kept  " + name + ", which was there"));
        return lines;
    }
}
