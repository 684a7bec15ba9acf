// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.project;

import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Project;
import dev.runlore.domain.ProjectId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.store.ProjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Registers projects and finds their folders. Thread-safe. */
public final class Projects {
    private final ProjectStore store;

    public Projects(ProjectStore store) {
        this.store = store;
    }

    /**
     * Registers a folder by its real path.
     *
     * @throws RunloreException INVALID_ARGUMENT when the root is no folder of this host
     */
    ProjectStore.Put put(String root, String experiment) throws IOException {
        Limits.requireName("root of a project", root, Limits.PROJECT_ROOT);
        Limits.requireName("experiment name", experiment, Limits.EXPERIMENT_NAME);
        return store.put(folder(root).toRealPath().toString(), experiment);
    }

    private static Path folder(String root) {
        Path folder;
        try {
            folder = Path.of(root);
        } catch (InvalidPathException e) {
            throw wrong(root, "a path");
        }
        if (!folder.isAbsolute() || folder.getNameCount() == 0) {
            throw wrong(root, "an absolute path below /");
        }
        if (!Files.isDirectory(folder)) {
            throw wrong(root, "a folder on the server's host");
        }
        return folder;
    }

    private static RunloreException wrong(String root, String rule) {
        return RunloreException.invalid("root of a project must be " + rule + " but is '" + Shown.text(root)
                + "'; register it with 'runlore init' on the host where the server runs");
    }

    /** @throws RunloreException NOT_FOUND */
    Project get(ProjectId id) {
        return store.find(id)
                .orElseThrow(() -> RunloreException.notFound(
                        "project " + id + " is not registered; run 'runlore init' in its folder"));
    }

    Page<Project> list(int limit, Optional<PageToken> token) {
        return store.list(limit, token);
    }

    /**
     * The folder of a project, which is still the one that was registered.
     *
     * @throws RunloreException NOT_FOUND when it is gone, or when a link stands in its place
     */
    Path root(ProjectId id) throws IOException {
        Path root = Path.of(get(id).root());
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS) || !root.toRealPath().equals(root)) {
            throw RunloreException.notFound("folder " + root + " of project " + id
                    + " is gone or has become a link; run 'runlore init' where it is now");
        }
        return root;
    }
}
