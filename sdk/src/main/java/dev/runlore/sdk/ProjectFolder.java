// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder that {@code runlore init} made a project: a file in it names the experiment of its runs.
 *
 * @param root absolute
 */
public record ProjectFolder(Path root, String experiment) {
    /** The file that makes a folder a project, below its root: {@code {"experiment": "iris"}}. */
    public static final String MARKER = "aml_config/project.json";

    /** The project that a folder is in: the nearest one upwards. */
    public static Optional<ProjectFolder> find(Path folder) {
        for (Path root = folder.toAbsolutePath().normalize(); root != null; root = root.getParent()) {
            Path marker = root.resolve(MARKER);
            if (Files.isRegularFile(marker)) {
                return Optional.of(new ProjectFolder(root, experiment(root, marker)));
            }
        }
        return Optional.empty();
    }

    /** What the file names, else the folder's name. */
    private static String experiment(Path root, Path marker) {
        return SettingsFile.text(SettingsFile.read(marker), "experiment").orElseGet(() -> usualExperiment(root));
    }

    /** The experiment of a folder for which nobody named one: the folder's own name. */
    public static String usualExperiment(Path root) {
        Path name = root.getFileName();
        return name == null ? "Default" : name.toString();
    }
}
