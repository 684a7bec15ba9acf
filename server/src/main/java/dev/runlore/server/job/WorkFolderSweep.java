// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.Job;
import dev.runlore.domain.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes work folders a day after their run's last job ended: what was to be kept is in the history by then. */
public final class WorkFolderSweep {
    private static final Logger log = LoggerFactory.getLogger(WorkFolderSweep.class);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration EVERY = Duration.ofMinutes(15);

    private final WorkFolders folders;
    private final Jobs jobs;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("work-folder-sweep").factory());

    /** @param data the data folder */
    public WorkFolderSweep(Path data, Jobs jobs, InstantSource clock) {
        this.folders = new WorkFolders(data);
        this.jobs = jobs;
        this.clock = clock;
    }

    public void start() {
        timer.scheduleWithFixedDelay(this::trySweep, 1, EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    public void stop() {
        timer.shutdownNow();
    }

    /** Removes those that are old enough now. */
    void sweep() throws IOException {
        for (RunId run : folders.all()) {
            if (end(run).filter(this::isLongAgo).isPresent()) {
                tryRemove(run);
            }
        }
    }

    /** Removes the folder of a run that is no longer in the history; whoever still works there fails, and has nobody to tell. */
    public void forget(RunId run) {
        if (folders.has(run)) {
            tryRemove(run);
        }
    }

    private boolean isLongAgo(Instant end) {
        return end.plus(KEPT).isBefore(clock.instant());
    }

    /** When the folder was last needed: of a run that is not in the history, when it last changed. */
    private Optional<Instant> end(RunId run) throws IOException {
        Optional<Job> last = jobs.findLast(run);
        return last.isPresent() ? last.get().ended() : Optional.of(folders.lastChanged(run));
    }

    private void tryRemove(RunId run) {
        try {
            folders.remove(run);
        } catch (IOException e) {
            log.atWarn()
                    .setCause(e)
                    .log("the work folder of run {} could not be removed; the next try is in {}", run, EVERY);
        }
    }

    // A timer that throws once never fires again.
    private void trySweep() {
        try {
            sweep();
        } catch (IOException | UncheckedIOException e) {
            log.atWarn().setCause(e).log("the work folders could not be listed; the next try is in {}", EVERY);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("looking for old work folders failed; the next look is in {}", EVERY);
        }
    }
}
