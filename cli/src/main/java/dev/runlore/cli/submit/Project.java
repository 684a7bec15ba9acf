// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.Session;
import dev.runlore.cli.command.Surroundings;
import dev.runlore.cli.project.ProjectScope;
import dev.runlore.cli.runconfig.Asked;
import dev.runlore.cli.runconfig.ReadConfiguration;
import dev.runlore.cli.runconfig.RunConfigurations;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunloreException;
import dev.runlore.project.FolderSnapshot;
import dev.runlore.sdk.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder that is submitted: the whole project that the current folder is in, so that a restore of the project finds all of it;
 * else the current folder.
 */
record Project(Path root, Path current, RunConfigurations configurations) {

    static Project of(Session session) {
        Surroundings surroundings = session.surroundings();
        Path current = surroundings.current().toAbsolutePath().normalize();
        Path root = ProjectFolder.find(current).map(ProjectFolder::root).orElse(current);
        return new Project(root, current, new RunConfigurations(root, surroundings.home(), surroundings.environment()));
    }

    /** That of the project, else the folder's name. */
    String experiment() {
        return marked().map(ProjectFolder::experiment).orElseGet(() -> ProjectFolder.usualExperiment(root));
    }

    /** A live server of this data folder learns which folder the project is. */
    void register(Session session) {
        marked().ifPresent(project -> ProjectScope.register(session, project));
    }

    private Optional<ProjectFolder> marked() {
        return ProjectFolder.find(root);
    }

    Prepared prepare(Optional<String> configuration, Asked asked) throws IOException {
        ReadConfiguration read = configurations.read(configuration, located(asked));
        FolderSnapshot folder = FolderSnapshot.take(root);
        read.configuration().script().ifPresent(script -> requireScript(script, folder.manifest()));
        List<String> warnings = new ArrayList<>(read.warnings());
        warnings.addAll(folder.warnings());
        return new Prepared(folder, read.configuration(), warnings);
    }

    /** A script is named from the current folder, as programs are, or from the root. */
    private Asked located(Asked asked) {
        Optional<String> script = asked.script()
                .map(name -> Files.isRegularFile(current.resolve(name))
                        ? current.resolve(name).toString()
                        : name);
        return new Asked(current.equals(root) ? asked.script() : script, asked.arguments());
    }

    private void requireScript(ArtifactPath script, Manifest manifest) {
        if (manifest.files().stream().noneMatch(file -> file.path().equals(script))) {
            throw RunloreException.notFound("script '" + script + "' is not in the snapshot of " + root
                    + "; correct its path, or let .amlignore or .gitignore keep it");
        }
    }
}
