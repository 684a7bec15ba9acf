// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Four connections that only read, each call on one snapshot. Thread-safe; the caller waits while a platform thread of this pool
 * does the work.
 */
final class Readers implements AutoCloseable {
    private static final int COUNT = 4;
    /** Questions that wait for a connection; beyond, askers are told to come back rather than kept. */
    private static final int MOST_WAITING = 2_000;

    private final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
    private final ExecutorService threads = new ThreadPoolExecutor(
            COUNT,
            COUNT,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("store-reader-", 0).daemon().factory());

    Readers(Database database) {
        for (int i = 0; i < COUNT; i++) {
            sessions.add(database.openReader());
        }
    }

    <T> T read(Function<Session, T> question) {
        Future<T> answer;
        try {
            answer = threads.submit(() -> inSnapshot(question));
        } catch (RejectedExecutionException e) {
            if (!threads.isShutdown()) {
                throw new RunloreException(
                        ErrorCode.RATE_LIMITED,
                        "the store has " + MOST_WAITING + " questions to answer already; ask again in a second",
                        e);
            }
            throw new RunloreException(ErrorCode.UNAVAILABLE, "the store is closed; start the server again", e);
        }
        return Answers.await(answer);
    }

    private <T> T inSnapshot(Function<Session, T> question) throws InterruptedException {
        Session session = sessions.take();
        try {
            session.transact("BEGIN");
            try {
                return question.apply(session);
            } finally {
                session.transact("COMMIT");
            }
        } finally {
            sessions.add(session);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a read of the store did not end within 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        sessions.forEach(Session::close);
    }
}
