// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import io.javalin.http.HttpResponseException;
import java.io.EOFException;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what was thrown into what the client may know. What is the server's own fault is logged; what nobody expected is told by
 * its request id alone.
 */
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    static final String INTERNAL = "the server met an error of its own; its log has the cause under this request id";
    static final String NO_ENDPOINT = "there is no such endpoint; see the list in the API description";

    private Problems() {}

    static Problem of(Throwable thrown, String requestId) {
        return switch (thrown) {
            case RunloreException broken -> told(broken, requestId);
            case JsonProcessingException json -> Problem.of(ErrorCode.INVALID_ARGUMENT, JsonFault.of("the body", json));
            case HttpResponseException engine -> engine(engine.getStatus());
            case ZipException gzip ->
                Problem.of(
                        ErrorCode.INVALID_ARGUMENT,
                        "the body must be gzip as its Content-Encoding says but is not; send it as it is");
            case EOFException gone -> stopped();
            default -> isSilence(thrown) ? stopped() : bug(thrown, requestId);
        };
    }

    /** The engine's own refusal, by its status. */
    static Problem engine(int status) {
        return switch (status) {
            case 404, 405 -> Problem.of(ErrorCode.ENDPOINT_NOT_FOUND, NO_ENDPOINT);
            case 413, 414, 431 ->
                Problem.of(ErrorCode.TOO_LARGE, "the request's line, headers or body are too large; shorten them");
            case 415 ->
                Problem.of(
                        ErrorCode.UNSUPPORTED_MEDIA,
                        "the request's media type is not read here; see the API description");
            case 503 -> Problem.of(ErrorCode.UNAVAILABLE, "the server cannot answer now; ask again");
            default ->
                status < 500 || status == 501 || status == 505
                        ? Problem.of(
                                ErrorCode.INVALID_ARGUMENT,
                                "the request is not well-formed HTTP; correct its line and headers")
                        : Problem.of(ErrorCode.INTERNAL, INTERNAL);
        };
    }

    private static boolean isSilence(Throwable thrown) {
        return thrown instanceof java.io.IOException && thrown.getCause() instanceof TimeoutException;
    }

    private static Problem stopped() {
        return Problem.of(ErrorCode.INVALID_ARGUMENT, "the body stopped before its end; send it again");
    }

    private static Problem told(RunloreException broken, String requestId) {
        if (broken.code() == ErrorCode.INTERNAL) {
            log.atError().addKeyValue("requestId", requestId).log(broken.getMessage());
        }
        return Problem.of(broken);
    }

    private static Problem bug(Throwable thrown, String requestId) {
        log.atError().addKeyValue("requestId", requestId).setCause(thrown).log("unexpected error");
        return Problem.of(ErrorCode.INTERNAL, INTERNAL);
    }
}
