// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunloreException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A change that waits for its commit, and its caller's future. */
final class Waiting<T> {
    private final Change<T> change;
    private final Weight weight;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable RunloreException refusal;

    Waiting(Change<T> change, Weight weight) {
        this.change = change;
        this.weight = weight;
    }

    Weight weight() {
        return weight;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    /** Makes the change within the open transaction; a refusal is kept for the answer. */
    void apply(Writing writing) {
        result = null;
        refusal = null;
        try {
            result = change.apply(writing);
        } catch (RunloreException e) {
            refusal = e;
        }
    }

    /** Answers the caller: what was applied is durable now. */
    void succeed() {
        if (refusal != null) {
            answer.completeExceptionally(refusal);
        } else {
            answer.complete(result);
        }
    }

    void fail(Throwable cause) {
        answer.completeExceptionally(cause);
    }
}
