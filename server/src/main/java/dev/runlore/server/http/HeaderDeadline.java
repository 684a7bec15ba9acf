// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;

/**
 * Cuts connections whose next request trickles in: the engine's idle timeout begins anew with each byte, so a line and headers
 * sent slowly enough would hold a place for hours. Thread-safe.
 */
final class HeaderDeadline implements Connection.Listener {
    private final Map<Connection, Wait> waits = new ConcurrentHashMap<>();
    private final Duration most;
    private final Duration between;
    private final Thread sweeper = Thread.ofVirtual().name("header-deadline").unstarted(this::sweepUntilInterrupted);

    /** How one connection waits for its next request. */
    private static final class Wait {
        /** Requests whose headers are there; counted, since the next may begin before the end of one is told. */
        private final AtomicInteger underWay = new AtomicInteger();

        private volatile long bytesBefore;
        private volatile long began;
    }

    HeaderDeadline(Duration most) {
        this.most = most;
        this.between = most.dividedBy(10);
    }

    void start() {
        sweeper.start();
    }

    void stop() {
        sweeper.interrupt();
    }

    @Override
    public void onOpened(Connection connection) {
        waits.put(connection, new Wait());
    }

    @Override
    public void onClosed(Connection connection) {
        waits.remove(connection);
    }

    /** A request's headers are there. */
    void begun(Connection connection) {
        Wait wait = waits.get(connection);
        if (wait != null) {
            wait.underWay.incrementAndGet();
        }
    }

    /** A request is over; what comes now belongs to the next. */
    void ended(Connection connection) {
        Wait wait = waits.get(connection);
        if (wait != null) {
            wait.bytesBefore = connection.getBytesIn();
            wait.began = 0;
            wait.underWay.decrementAndGet();
        }
    }

    private void sweepUntilInterrupted() {
        try {
            while (true) {
                Thread.sleep(between);
                long now = System.nanoTime();
                waits.forEach((connection, wait) -> sweep(connection, wait, now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep(Connection connection, Wait wait, long now) {
        if (wait.underWay.get() > 0 || connection.getBytesIn() <= wait.bytesBefore) {
            return;
        }
        if (wait.began == 0) {
            wait.began = now;
        } else if (now - wait.began > most.toNanos()) {
            connection.getEndPoint().close();
        }
    }
}
