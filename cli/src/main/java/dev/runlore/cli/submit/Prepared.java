// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.SnapshotId;
import dev.runlore.project.FolderSnapshot;
import java.util.List;

/**
 * A project's folder and configuration, ready to be sent.
 *
 * @param warnings sentences for the user and the run
 */
record Prepared(FolderSnapshot folder, RunConfiguration configuration, List<String> warnings) {
    Prepared {
        warnings = List.copyOf(warnings);
    }

    SnapshotId snapshot() {
        return folder.manifest().id();
    }
}
