// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.sync;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.ServerException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Tries again what a busy or starting server refused, after longer and longer waits.
 *
 * @param tries in all
 * @param first wait, doubled each time
 */
record Retries(int tries, Duration first) {
    private static final Set<ErrorCode> PASSING = Set.of(ErrorCode.UNAVAILABLE, ErrorCode.RATE_LIMITED);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    <T> T run(Supplier<T> call) {
        for (int tried = 1; ; tried++) {
            try {
                return call.get();
            } catch (ServerException e) {
                if (tried == tries || !PASSING.contains(e.code())) {
                    throw e;
                }
                pause(longer(first.multipliedBy(1L << (tried - 1)), e.retryAfter()));
            }
        }
    }

    private static Duration longer(Duration own, Duration asked) {
        Duration wait = own.compareTo(asked) > 0 ? own : asked;
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static void pause(Duration wait) {
        try {
            long half = wait.toMillis() / 2;
            Thread.sleep(half + ThreadLocalRandom.current().nextLong(half + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunloreException(ErrorCode.UNAVAILABLE, "interrupted; what was not sent is kept", e);
        }
    }
}
