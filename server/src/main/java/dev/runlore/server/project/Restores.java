// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.project;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import dev.runlore.project.Restoration;
import dev.runlore.project.RestorePlan;
import dev.runlore.project.StoppedRestore;
import dev.runlore.server.run.Runs;
import dev.runlore.server.snapshot.Snapshots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Brings folders of projects back to the state that a run was started from. Thread-safe: one restore after the other. */
public final class Restores {
    private final Runs runs;
    private final Snapshots snapshots;
    private final Optional<Path> backups;
    private final InstantSource clock;
    private final Lock working = new ReentrantLock();

    /** @param backups folder of what is overwritten and deleted; without one nothing is restored */
    public Restores(Runs runs, Snapshots snapshots, Optional<Path> backups, InstantSource clock) {
        this.runs = runs;
        this.snapshots = snapshots;
        this.backups = backups;
        this.clock = clock;
    }

    /**
     * What was done, or would be.
     *
     * @param stopped an earlier restore of the folder that was killed
     */
    record Outcome(RestorePlan plan, Optional<Path> backup, Optional<StoppedRestore> stopped) {}

    /** @throws RunloreException NOT_FOUND when the run has no snapshot; else as {@link Restoration} */
    Outcome restore(Path root, RunId run, boolean dryRun) throws IOException {
        Manifest target = snapshots.manifest(snapshot(run));
        Restoration restoration = restoration();
        working.lock();
        try {
            RestorePlan plan = restoration.plan(root, target);
            Optional<StoppedRestore> stopped = restoration.findStopped(root);
            return new Outcome(plan, dryRun ? Optional.empty() : restoration.apply(plan), stopped);
        } finally {
            working.unlock();
        }
    }

    private Restoration restoration() {
        Path folder = backups.orElseThrow(() -> new RunloreException(
                ErrorCode.NOT_IMPLEMENTED,
                "this server has no place for backups and so restores nothing; use 'runlore restore' instead"));
        return new Restoration(this::write, folder, clock);
    }

    private SnapshotId snapshot(RunId run) {
        return runs.get(run)
                .snapshot()
                .map(SnapshotId::new)
                .orElseThrow(() -> RunloreException.notFound("run '" + run
                        + "' has no snapshot of its folder; choose a run that was submitted, or that took one"));
    }

    private void write(SnapshotFile file, Path to) throws IOException {
        try (InputStream bytes = snapshots.open(file)) {
            Files.copy(bytes, to);
        }
    }
}
