// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/**
 * A broken rule that a user can act on: the message names the thing, the rule, the value it got and the next step. Any other
 * exception is a bug.
 */
public class RunloreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public RunloreException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public RunloreException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    public static RunloreException invalid(String message) {
        return new RunloreException(ErrorCode.INVALID_ARGUMENT, message);
    }

    public static RunloreException notFound(String message) {
        return new RunloreException(ErrorCode.NOT_FOUND, message);
    }

    public static RunloreException wrongState(String message) {
        return new RunloreException(ErrorCode.WRONG_STATE, message);
    }
}
