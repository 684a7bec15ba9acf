// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.Session;
import dev.runlore.cli.command.Surroundings;
import dev.runlore.cli.runconfig.Asked;
import dev.runlore.cli.runconfig.ReadConfiguration;
import dev.runlore.cli.runconfig.RunConfigurations;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunloreException;
import dev.runlore.project.FolderSnapshot;
import dev.runlore.sdk.ProjectFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folder that is submitted. */
record Project(Path root, RunConfigurations configurations) {

    static Project of(Session session) {
        Surroundings surroundings = session.surroundings();
        Path root = surroundings.current();
        return new Project(root, new RunConfigurations(root, surroundings.home(), surroundings.environment()));
    }

    /** That of the project that the folder is in, else the folder's name. */
    String experiment() {
        return ProjectFolder.find(root)
                .map(ProjectFolder::experiment)
                .orElseGet(() -> ProjectFolder.usualExperiment(root));
    }

    Prepared prepare(Optional<String> configuration, Asked asked) throws IOException {
        ReadConfiguration read = configurations.read(configuration, asked);
        FolderSnapshot folder = FolderSnapshot.take(root);
        read.configuration().script().ifPresent(script -> requireScript(script, folder.manifest()));
        List<String> warnings = new ArrayList<>(read.warnings());
        addLeftOut(warnings, folder.secrets(), "whose names look like secrets");
        addLeftOut(warnings, folder.unnameable(), "whose names not every machine takes");
        return new Prepared(folder, read.configuration(), warnings);
    }

    private void requireScript(ArtifactPath script, Manifest manifest) {
        if (manifest.files().stream().noneMatch(file -> file.path().equals(script))) {
            throw RunloreException.notFound("script '" + script + "' is not in the snapshot of " + root
                    + "; correct its path, or let .amlignore or .gitignore keep it");
        }
    }

    private static void addLeftOut(List<String> warnings, List<String> paths, String why) {
        if (!paths.isEmpty()) {
            warnings.add("the snapshot leaves out files " + why + ": " + String.join(", ", paths));
        }
    }
}
