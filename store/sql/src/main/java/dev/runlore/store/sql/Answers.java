// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waiting for what another thread answers. */
final class Answers {
    private Answers() {}

    /** The answer, or what the other thread failed with. */
    static <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE, "the call was interrupted while it waited for the store; try again", e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException failed) {
        return switch (failed.getCause()) {
            case SqlFault fault when fault.isBroken() || fault.isPassing() -> fault.answer();
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(failed);
        };
    }
}
