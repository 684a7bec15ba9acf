// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.purge;

import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.server.run.RunChange;
import dev.runlore.server.run.RunListener;
import dev.runlore.server.run.Runs;
import dev.runlore.store.BlobStore;
import dev.runlore.store.PurgeStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges runs and sweeps what nobody names. All removing happens on one thread, slice by slice, so that writers of other runs get
 * their turn in between. Thread-safe.
 */
public final class Purges implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Purges.class);
    private static final Duration FIRST_SWEEP = Duration.ofMinutes(10);
    private static final Duration EVERY = Duration.ofHours(6);
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final PurgeStore store;
    private final Runs runs;
    private final RunListener listener;
    private final UnreferencedBlobs blobs;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("purge").factory());

    /** @param listener hears that a run is gone, with the revision after its last */
    public Purges(PurgeStore store, BlobStore blobs, Runs runs, RunListener listener, InstantSource clock) {
        this.store = store;
        this.runs = runs;
        this.listener = listener;
        this.blobs = new UnreferencedBlobs(store, blobs, clock);
    }

    /** Goes on with what an earlier process did not finish, and sweeps now and then. */
    public void start() {
        worker.execute(() -> attempt("removing the rest of purged runs", this::removeAll));
        worker.scheduleWithFixedDelay(
                () -> attempt("sweeping unnamed files", this::sweep),
                FIRST_SWEEP.toSeconds(),
                EVERY.toSeconds(),
                TimeUnit.SECONDS);
    }

    /**
     * Takes the run out of the history at once, then gives back what it took, for at most half a minute before this answers.
     *
     * @throws dev.runlore.domain.RunloreException NOT_FOUND, WRONG_STATE while the run goes on
     */
    Freed purge(RunId id) {
        Run run = runs.get(id);
        store.purge(id);
        listener.changed(new RunChange(id, run.revision() + 1, run.status()));
        Future<Freed> removing = worker.submit(this::removeAll);
        try {
            return removing.get(WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new Freed(0, 0, 0, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Freed(0, 0, 0, false);
        } catch (ExecutionException e) {
            throw new IllegalStateException("removing a purged run's rows failed", e.getCause());
        }
    }

    private Freed removeAll() throws IOException {
        Freed freed = Freed.NOTHING;
        PurgeStore.Slice slice;
        do {
            slice = store.removeSome();
            freed = freed.and(blobs.free(slice.released()));
        } while (!slice.done());
        shrink();
        freeLater();
        return freed;
    }

    private void shrink() {
        boolean done = false;
        while (!done) {
            done = store.shrink();
        }
    }

    private void freeLater() {
        if (blobs.isAnyWaiting()) {
            worker.schedule(
                    () -> attempt("deleting files of purged runs", this::freeWaiting),
                    UnreferencedBlobs.MOMENT.plusSeconds(1).toSeconds(),
                    TimeUnit.SECONDS);
        }
    }

    /** Files that were in use a moment ago. */
    Freed freeWaiting() throws IOException {
        Freed freed = blobs.freeWaiting();
        freeLater();
        return freed;
    }

    /** Imports that broke off, snapshots without a run, and files without a name, that are a day old. */
    Freed sweep() throws IOException {
        store.dropImports(blobs.patience());
        Freed freed = removeAll();
        PurgeStore.Slice slice;
        do {
            slice = store.removeSnapshot(blobs.patience());
        } while (!slice.done());
        return freed.and(blobs.sweep());
    }

    private interface Work {
        Freed run() throws IOException;
    }

    // A timer that throws once never fires again.
    private static void attempt(String what, Work work) {
        try {
            Freed freed = work.run();
            if (freed.files() > 0) {
                log.atInfo()
                        .addKeyValue("files", freed.files())
                        .addKeyValue("bytes", freed.bytes())
                        .log(what);
            }
        } catch (IOException | RuntimeException e) {
            log.atError().setCause(e).log("{} failed; it is tried again later", what);
        }
    }

    /** Ends the thread between two slices; the rest is done after the next start. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("a purge is still under way; it goes on after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
