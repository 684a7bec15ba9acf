// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Shown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An answer whose body is still to be read; whoever gets it closes it. */
record Answer(int status, Function<String, Optional<String>> headers, InputStream body) implements AutoCloseable {
    private static final int LONGEST_PROBLEM = 1 << 20;

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
        return headers.apply(name);
    }

    JsonObject json() {
        try {
            return JsonObject.of(JsonTree.read(body));
        } catch (IOException e) {
            throw JsonObject.unexpected(Shown.text(String.valueOf(e.getMessage())));
        }
    }

    /** The refusal that this answer is. A redirect is one too: a token never follows it to another place. */
    ServerException refusal(String what) {
        JsonObject problem = problem();
        ErrorCode code = problem.findText("code").flatMap(Answer::code).orElseGet(() -> codeOf(status));
        String detail = problem.findText("detail")
                .orElseGet(() -> what + " was answered with HTTP status " + status
                        + (status / 100 == 3 ? " to another address, which is not followed; name that server" : "")
                        + ", which is not from a Runlore server");
        return new ServerException(code, detail, status, problem, retryAfter());
    }

    private JsonObject problem() {
        try {
            Object tree = JsonTree.read(new ByteArrayInputStream(body.readNBytes(LONGEST_PROBLEM)));
            return tree instanceof Map<?, ?> ? JsonObject.of(tree) : new JsonObject(Map.of());
        } catch (IOException e) {
            return new JsonObject(Map.of()); // no problem document: the status speaks
        }
    }

    private Duration retryAfter() {
        return header("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
    }

    private static Optional<ErrorCode> code(String name) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst();
    }

    private static ErrorCode codeOf(int status) {
        return switch (status) {
            case HttpURLConnection.HTTP_UNAUTHORIZED -> ErrorCode.UNAUTHENTICATED;
            case HttpURLConnection.HTTP_FORBIDDEN -> ErrorCode.PERMISSION_DENIED;
            case HttpURLConnection.HTTP_NOT_FOUND -> ErrorCode.NOT_FOUND;
            case HttpURLConnection.HTTP_CONFLICT -> ErrorCode.WRONG_STATE;
            case HttpURLConnection.HTTP_ENTITY_TOO_LARGE -> ErrorCode.TOO_LARGE;
            case 429 -> ErrorCode.RATE_LIMITED;
            case HttpURLConnection.HTTP_UNSUPPORTED_TYPE -> ErrorCode.UNSUPPORTED_MEDIA;
            case HttpURLConnection.HTTP_NOT_IMPLEMENTED -> ErrorCode.NOT_IMPLEMENTED;
            default ->
                status > 500
                        ? ErrorCode.UNAVAILABLE
                        : status >= 400 && status < 500 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.INTERNAL;
        };
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
