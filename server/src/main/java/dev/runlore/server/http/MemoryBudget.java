// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;

/**
 * How much of the heap all requests may hold together for their bodies and answers. What would go beyond is refused, not kept
 * waiting, so that nobody waits for what another waiting one holds. A request alone always gets what it needs. Thread-safe.
 */
final class MemoryBudget {
    private final long most;
    private long held;

    MemoryBudget(long most) {
        this.most = most;
    }

    /** What one request holds; given back when it is over. */
    final class Share implements AutoCloseable {
        private long bytes;

        /** @throws RunloreException RATE_LIMITED when all requests together would hold too much */
        void grow(long more) {
            take(this, more);
        }

        @Override
        public void close() {
            give(this);
        }
    }

    Share share() {
        return new Share();
    }

    synchronized long held() {
        return held;
    }

    private synchronized void take(Share share, long more) {
        boolean isAlone = held == share.bytes;
        if (!isAlone && held + more > most) {
            throw new RunloreException(
                    ErrorCode.RATE_LIMITED,
                    "requests under way hold " + held / 1024 / 1024 + " MiB of the server's memory, of at most "
                            + most / 1024 / 1024 + " MiB; send again in a second");
        }
        held += more;
        share.bytes += more;
    }

    private synchronized void give(Share share) {
        held -= share.bytes;
        share.bytes = 0;
    }
}
