// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.util.List;
import java.util.Optional;

/**
 * An error as it goes out.
 *
 * @param retryAfter seconds
 */
record Refusal(int status, String contentType, byte[] body, Optional<String> retryAfter) {

    /**
     * @param forms the first that covers the path is taken, else that of RFC 9457
     * @param path as it came; empty when the request line could not be read
     */
    static Refusal of(Problem problem, List<ErrorForm> forms, String path, Trace trace) {
        return forms.stream()
                .filter(form -> form.covers(path))
                .findFirst()
                .map(form -> new Refusal(
                        form.status(problem.code()),
                        "application/json",
                        Json.bytes(form.body(problem.code(), problem.detail())),
                        problem.retryAfter()))
                .orElseGet(() -> new Refusal(
                        problem.code().httpStatus(),
                        Problem.TYPE,
                        problem.json(trace.requestId()),
                        problem.retryAfter()));
    }
}
