// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server's refusal, or that there was no answer at all ({@code UNAVAILABLE}, status 0). */
public final class ServerException extends RunloreException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient JsonObject problem;
    private final Duration retryAfter;

    ServerException(ErrorCode code, String detail, int status, JsonObject problem, Duration retryAfter) {
        super(code, detail);
        this.status = status;
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    static ServerException noAnswer(String detail, Throwable cause) {
        ServerException exception = new ServerException(
                ErrorCode.UNAVAILABLE, detail, 0, new JsonObject(java.util.Map.of()), Duration.ZERO);
        exception.initCause(cause);
        return exception;
    }

    /** HTTP status; 0 without an answer. */
    public int status() {
        return status;
    }

    public Optional<String> requestId() {
        return problem.findText("requestId");
    }

    /** Of a refusal of records above it: the number of the record that the server waits for. */
    public Optional<Long> nextRecord() {
        return problem.findInteger("nextRecord");
    }

    /** Of a refusal of records that name unknown blobs: their SHA-256. */
    public List<String> missingBlobs() {
        return problem.list("missingBlobs").stream()
                .map((@Nullable Object name) -> String.valueOf(name))
                .toList();
    }

    /** How long the server asks to wait before the next try. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
