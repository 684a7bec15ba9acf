// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** Every error a user can meet, one row each: HTTP status, MLflow's name for it, exit code of the command line. */
public enum ErrorCode {
    INVALID_ARGUMENT(400, "INVALID_PARAMETER_VALUE", 2),
    UNAUTHENTICATED(401, "UNAUTHENTICATED", 4),
    PERMISSION_DENIED(403, "PERMISSION_DENIED", 4),
    NOT_FOUND(404, "RESOURCE_DOES_NOT_EXIST", 3),
    ALREADY_EXISTS(409, "RESOURCE_ALREADY_EXISTS", 5),
    WRONG_STATE(409, "INVALID_PARAMETER_VALUE", 5),
    TOO_LARGE(413, "INVALID_PARAMETER_VALUE", 6),
    RATE_LIMITED(429, "REQUEST_LIMIT_EXCEEDED", 6),
    UNAVAILABLE(503, "TEMPORARILY_UNAVAILABLE", 7),
    ENDPOINT_NOT_FOUND(404, "ENDPOINT_NOT_FOUND", 3),
    UNSUPPORTED_MEDIA(415, "INVALID_PARAMETER_VALUE", 2),
    NOT_IMPLEMENTED(501, "NOT_IMPLEMENTED", 1),
    INTERNAL(500, "INTERNAL_ERROR", 1);

    private final int httpStatus;
    private final String mlflowCode;
    private final int exitCode;

    ErrorCode(int httpStatus, String mlflowCode, int exitCode) {
        this.httpStatus = httpStatus;
        this.mlflowCode = mlflowCode;
        this.exitCode = exitCode;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public String mlflowCode() {
        return mlflowCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
