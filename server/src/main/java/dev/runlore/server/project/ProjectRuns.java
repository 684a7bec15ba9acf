// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.project;

import dev.runlore.domain.Project;
import dev.runlore.domain.ProjectId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.project.FolderSnapshot;
import dev.runlore.server.job.Launches;
import dev.runlore.server.job.NewRun;
import java.io.IOException;

/** Runs scripts of projects from their folders as they are now. Thread-safe. */
public final class ProjectRuns {
    private final Projects projects;
    private final FolderSnapshots snapshots;
    private final Launches launches;

    public ProjectRuns(Projects projects, FolderSnapshots snapshots, Launches launches) {
        this.projects = projects;
        this.snapshots = snapshots;
        this.launches = launches;
    }

    /**
     * Snapshots the folder and submits the script of that snapshot.
     *
     * @throws RunloreException INVALID_ARGUMENT when the snapshot has no such script; else as {@link Projects#root},
     *     {@link FolderSnapshot#take} and {@link FolderSnapshots#put}
     */
    Launches.Launched run(ProjectId id, ScriptRequest asked) throws IOException {
        Project project = projects.get(id);
        FolderSnapshot folder = FolderSnapshot.take(projects.root(id));
        requireScript(asked, folder);
        NewRun run = new NewRun(project.experiment(), snapshots.put(folder), asked.name(), asked.tags());
        return launches.launch(run, asked.configuration(), folder.warnings());
    }

    private static void requireScript(ScriptRequest asked, FolderSnapshot folder) {
        if (folder.manifest().files().stream().noneMatch(file -> file.path().equals(asked.script()))) {
            throw RunloreException.invalid("script must be a file of the snapshot of " + folder.folder() + " but is '"
                    + Shown.text(asked.script().value())
                    + "'; correct its path, or let .amlignore or .gitignore keep it");
        }
    }
}
