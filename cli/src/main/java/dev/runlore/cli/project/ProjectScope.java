// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.project;

import dev.runlore.cli.command.Invocation;
import dev.runlore.cli.command.Options;
import dev.runlore.cli.command.Session;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.ProjectClient;
import dev.runlore.sdk.ProjectFolder;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The project that a command is called in. */
public final class ProjectScope {
    private static final String ALL = "--all";

    private ProjectScope() {}

    /** Adds the option that looks beyond the project. */
    public static void declare(CommandSpec spec) {
        spec.addOption(Options.flag("Of every experiment, not only the project's of this folder.", ALL));
    }

    /** The experiment that the command looks at; empty outside of a project, and with {@code --all}. */
    public static Optional<String> experiment(Invocation invocation) {
        Session session = invocation.session();
        if (invocation.flag(ALL)) {
            return Optional.empty();
        }
        Optional<ProjectFolder> project = find(session);
        project.ifPresent(folder -> session.detail(
                "only runs of experiment '" + folder.experiment() + "', that of " + folder.root() + "; see --all"));
        return project.map(ProjectFolder::experiment);
    }

    public static Optional<ProjectFolder> find(Session session) {
        return ProjectFolder.find(session.surroundings().current());
    }

    /**
     * Tells the server of this data folder, when one runs, which folder the project is. A server elsewhere has no use for it. A
     * refusal is told and is no failure of the command.
     */
    public static boolean register(Session session, ProjectFolder project) {
        Optional<Place> live = session.places().live();
        if (live.isEmpty()) {
            return false;
        }
        try {
            new ProjectClient(live.get()).put(project.root(), project.experiment());
            return true;
        } catch (RunloreException refusal) {
            session.tell("the server was not told of project " + project.root() + ": " + refusal.getMessage());
            return false;
        }
    }
}
