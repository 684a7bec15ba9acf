// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunloreException;

/** Whether a name on a disk can be named in a snapshot. */
final class ArtifactPaths {
    private ArtifactPaths() {}

    static boolean is(String path) {
        try {
            return path.equals(new ArtifactPath(path).value());
        } catch (RunloreException e) {
            return false;
        }
    }
}
