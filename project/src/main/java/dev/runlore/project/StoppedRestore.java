// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A restore that was killed, and whose staging folder is still there. The next restore of the folder removes it.
 *
 * @param backup what it said of its backup, which nobody vouches for
 */
public record StoppedRestore(Path folder, Optional<String> backup) {

    /** What its user should know. */
    public String sentence() {
        return "an earlier restore of " + folder + " was stopped before its end"
                + backup.map(zip -> "; what it overwrote or deleted is in " + zip)
                        .orElse("");
    }
}
