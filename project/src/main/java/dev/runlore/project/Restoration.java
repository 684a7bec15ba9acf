// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Puts snapshots back into folders. Nothing is followed out of a folder, nothing is touched that a snapshot of it would leave
 * out, and what is lost is in a backup first. Safe for threads; of two restores of one folder at once the second is refused.
 *
 * @param backups folder of the backups, made when it is needed
 */
public record Restoration(SnapshotBytes bytes, Path backups, InstantSource clock) {

    /**
     * What {@link #apply} would do now. Touches nothing.
     *
     * @throws RunloreException INVALID_ARGUMENT for a folder that no snapshot may be put into; WRONG_STATE naming what is in the
     *     way: a link, a file where a folder has to be, a name that differs by capitals only
     */
    public RestorePlan plan(Path folder, Manifest target) throws IOException {
        return new RestorePlanner(bytes, folder, target).plan();
    }

    /** A restore of the folder that was killed and left something there, which {@link #apply} removes. Touches nothing. */
    public Optional<StoppedRestore> findStopped(Path folder) throws IOException {
        return Staging.findStopped(folder);
    }

    /**
     * Does what the plan says, and returns the backup when one was needed.
     *
     * @throws RunloreException WRONG_STATE when the folder is no longer what the plan was made for, or another restore of it is
     *     under way; INTERNAL naming the file that could not be written, what was done before it, and the backup
     */
    public Optional<Path> apply(RestorePlan plan) throws IOException {
        if (!Files.exists(plan.folder())) {
            requireSame(plan);
            Files.createDirectories(plan.folder());
        }
        try (Staging staging = Staging.in(plan.folder())) {
            requireSame(plan);
            return new RestoreWork(this, plan).run(staging);
        }
    }

    private void requireSame(RestorePlan plan) throws IOException {
        if (!plan.equals(plan(plan.folder(), plan.target()))) {
            throw RunloreException.wrongState("folder " + plan.folder()
                    + " changed since it was looked at; nothing was changed; look at the plan again");
        }
    }
}
