// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.log;

import dev.runlore.domain.RunId;
import dev.runlore.server.artifact.Artifacts;
import dev.runlore.server.run.RunChange;
import dev.runlore.server.run.RunListener;
import dev.runlore.store.BlobStore;
import dev.runlore.store.LogStore;
import dev.runlore.store.LogStore.RunLog;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the logs of runs that are over into artifacts. At a run's end this happens before the end is answered, so that a client
 * which then lists the artifacts sees the logs; bytes that come later wait for a quiet moment, since each sealing writes the
 * whole log anew. What could not be sealed stays readable in the log and is tried again with the next change and at the next
 * start. Thread-safe.
 */
public final class LogSealer implements RunListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogSealer.class);
    private static final int STRIPES = 64;

    private final LogStore logs;
    private final LogBytes bytes;
    private final BlobStore blobs;
    private final Duration quiet;
    private final Set<RunId> late = ConcurrentHashMap.newKeySet();
    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-sealer").factory());

    /** @param quiet how long bytes that come after a run's end wait for more of them */
    public LogSealer(LogStore logs, Artifacts artifacts, BlobStore blobs, Duration quiet) {
        this.logs = logs;
        this.bytes = new LogBytes(logs, artifacts);
        this.blobs = blobs;
        this.quiet = quiet;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Seals in the background what a server that stopped left. */
    public void start() {
        later.execute(() -> logs.unsealed().stream().map(RunLog::run).distinct().forEach(this::trySeal));
    }

    @Override
    public void changed(RunChange change) {
        if (change.status().isTerminal() && !late.contains(change.run())) {
            trySeal(change.run());
        }
    }

    /** Seals soon, once for all bytes that come until then. */
    void sealLater(RunId run) {
        if (late.add(run)) {
            later.schedule(
                    () -> {
                        late.remove(run);
                        trySeal(run);
                    },
                    quiet.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void trySeal(RunId run) {
        try {
            seal(run);
        } catch (IOException | RuntimeException e) {
            log.atError().addKeyValue("run", run).setCause(e).log("logs of an ended run could not be sealed");
        }
    }

    private void seal(RunId run) throws IOException {
        ReentrantLock lock = locks[Math.floorMod(run.hashCode(), STRIPES)];
        lock.lock();
        try {
            for (RunLog open : logs.list(run)) {
                seal(open);
            }
        } finally {
            lock.unlock();
        }
    }

    private void seal(RunLog open) throws IOException {
        if (open.start() == open.size()) {
            return;
        }
        try (InputStream whole = bytes.whole(open)) {
            BlobStore.Stored stored = blobs.put(whole);
            if (stored.size() != open.size()) {
                throw new IOException(
                        "log " + open.path() + " has " + open.size() + " bytes but " + stored.size() + " were read");
            }
            logs.seal(open.run(), open.path(), stored.sha256(), open.size());
        }
    }

    /** Ends the background thread; what it had not sealed is sealed at the next start. */
    @Override
    public void close() {
        later.shutdownNow();
        try {
            if (!later.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("a log is still being sealed; it is sealed again at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
