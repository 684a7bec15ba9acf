// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.util.Set;

/** What no snapshot keeps and no restore touches, whatever an ignore file says. */
final class LeftOutNames {
    /** Begins the names of what a restore keeps for itself while it works. */
    static final String OWN = ".runlore-backup";

    /** The database of a data folder. */
    static final String DATABASE = "runlore.db";

    /** Files that make a folder one to leave out: a virtual environment, a data folder. */
    static final Set<String> MARKS = Set.of("pyvenv.cfg", DATABASE);

    private static final Set<String> FOLDERS = Set.of(
            ".hg",
            ".svn",
            ".venv",
            "node_modules",
            "__pycache__",
            ".ipynb_checkpoints",
            ".mypy_cache",
            ".pytest_cache",
            ".ruff_cache",
            ".tox",
            ".nox",
            ".eggs");
    private static final Set<String> ROOT_FOLDERS = Set.of("outputs", "logs", "azureml-logs");
    private static final Set<String> FILES = Set.of(".DS_Store", "Thumbs.db");

    private LeftOutNames() {}

    /** Whether a folder's path names one that is left out. */
    static boolean folder(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return either(name) || FOLDERS.contains(name) || ROOT_FOLDERS.contains(path);
    }

    /** Whether a file's path names one that is left out. */
    static boolean file(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return either(name) || FILES.contains(name) || name.endsWith(".pyc");
    }

    private static boolean either(String name) {
        return name.equalsIgnoreCase(".git") || name.startsWith(OWN);
    }
}
