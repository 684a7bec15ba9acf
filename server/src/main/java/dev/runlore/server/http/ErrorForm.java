// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;

/** How errors are written for clients that read another form than RFC 9457: always JSON. */
public interface ErrorForm {
    /** Whether a request's path, as it came, is of these clients. */
    boolean covers(String path);

    int status(ErrorCode code);

    Json.Part body(ErrorCode code, String detail);
}
