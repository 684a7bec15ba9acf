// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunloreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs the log rows of runs into chunks, in a thread of its own beside whoever writes and reads. Nothing depends on when it
 * does: what is read is the same before and after. Thread-safe.
 */
final class Sealer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

    /** Rows of a metric below which a chunk gains nothing yet, while its run goes on and when it has ended. */
    private static final int LEAST_OF_LIVE = 256;

    private static final int LEAST_OF_ENDED = 32;

    /** An ended run with fewer points keeps them in the log, in one row. */
    private static final long FEW_POINTS = 1_000;

    private final GroupCommit writer;
    private final RunHeads heads;
    private final Session session;
    /** Held from a pass's first read until its chunks are in: two passes over the same rows would both count them. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ChunkEncoder chunks = new ChunkEncoder();
    private final LogRowEncoder logRows = new LogRowEncoder();
    private final ExecutorService asked = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("store-sealer-asked").daemon().factory());
    private final Thread thread =
            Thread.ofPlatform().name("store-sealer").daemon().unstarted(this::run);

    Sealer(Database database, GroupCommit writer, RunHeads heads) {
        this.writer = writer;
        this.heads = heads;
        this.session = database.openReader();
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean found = false;
        while (!heads.isClosed()) {
            if (found) {
                heads.take().ifPresent(this::tryToSeal);
            } else {
                found = tryToFind();
            }
        }
    }

    private boolean tryToFind() {
        try {
            find();
            return true;
        } catch (SqlFault fault) {
            LOG.warn("the log of points cannot be looked through now: {}", fault.getMessage());
            pause();
            return false;
        }
    }

    private record Found(long run, long points, boolean over) {}

    /** What the log holds from before this process. */
    private void find() {
        List<Found> found = inSnapshot(() ->
                session.list("""
                SELECT l.run_key, sum(l.n), (SELECT r.ended IS NOT NULL FROM run r WHERE r.run_key = l.run_key)
                FROM metric_log l GROUP BY l.run_key HAVING count(*) > 1 OR sum(l.n) >= ?
                """, row -> new Found(row.getLong(1), row.getLong(2), row.getBoolean(3)), FEW_POINTS));
        for (Found one : found) {
            heads.grown(one.run, one.points);
            if (one.over) {
                heads.over(one.run);
            }
        }
    }

    private void tryToSeal(RunHeads.Due due) {
        try {
            seal(due);
        } catch (DamagedBytesException damaged) {
            LOG.warn(
                    "points of run number {} cannot be packed, as some are damaged; run 'runlore doctor'",
                    due.run(),
                    damaged);
        } catch (RunloreException | SqlFault refused) {
            // a full disk or a closing store
            LOG.warn("points of run number {} are not packed now: {}", due.run(), refused.getMessage());
            heads.again(due.run());
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void seal(RunHeads.Due due) {
        long points = inSnapshot(
                () -> session.number("SELECT coalesce(sum(n), 0) FROM metric_log WHERE run_key = ?", due.run()));
        if (due.reason() == RunHeads.Reason.GROWN) {
            long series = inSnapshot(() -> session.number("SELECT count(*) FROM series WHERE run_key = ?", due.run()));
            if (points < LEAST_OF_LIVE * series) {
                heads.putBack(due.run(), points, series);
                return;
            }
        }
        int least = due.reason() == RunHeads.Reason.GROWN ? LEAST_OF_LIVE : LEAST_OF_ENDED;
        seal(due.run(), points < FEW_POINTS ? Integer.MAX_VALUE : least);
    }

    /** Packs all of a run's points now and returns when that is durable. */
    void seal(long run) {
        Answers.await(asked.submit(() -> {
            seal(run, 1);
            return true;
        }));
    }

    private void seal(long run, int least) {
        boolean more = true;
        while (more && !heads.isClosed()) {
            lock.lock();
            try {
                more = sealSome(run, least);
            } finally {
                lock.unlock();
            }
        }
    }

    /** One pass; answers whether there may be more to seal. */
    private boolean sealSome(long run, int least) {
        SealPass pass = new SealPass(session, chunks, logRows, run);
        Optional<Sealed> sealed = inSnapshot(() -> pass.make(least));
        return sealed.isPresent() && writer.write(sealed.get().weight(), sealed.get()) && pass.isCut();
    }

    private <T> T inSnapshot(Supplier<T> reading) {
        lock.lock();
        try {
            session.transact("BEGIN");
            try {
                return reading.get();
            } finally {
                session.transact("COMMIT");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        heads.close();
        asked.close();
        Threads.awaitEnd(thread);
        session.close();
        chunks.close();
        logRows.close();
    }
}
