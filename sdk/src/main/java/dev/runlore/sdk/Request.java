// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API.
 *
 * @param path below {@code /api/v1}; holds ids only, names belong into the query
 * @param accept the media type that is asked for
 */
record Request(String method, String path, Query query, Optional<Body> body, String accept) {
    private static final String ANY = "*/*";
    static final String JSON = "application/json";
    static final String BYTES = "application/octet-stream";
    static final String RECORDS = "application/x-ndjson; format=1";

    /** What is sent: {@code size} bytes that {@code source} opens as often as it is asked. */
    record Body(String type, long size, Source source) {}

    interface Source {
        InputStream open() throws IOException;
    }

    static Request get(String path) {
        return new Request("GET", path, Query.EMPTY, Optional.empty(), ANY);
    }

    static Request of(String method, String path) {
        return new Request(method, path, Query.EMPTY, Optional.empty(), ANY);
    }

    Request with(Query other) {
        return new Request(method, path, other, body, accept);
    }

    Request accepting(String type) {
        return new Request(method, path, query, body, type);
    }

    Request withJson(@Nullable Object tree) {
        return withBytes(JSON, JsonTree.write(tree));
    }

    Request withBytes(String type, byte[] bytes) {
        return withBody(new Body(type, bytes.length, () -> new ByteArrayInputStream(bytes)));
    }

    Request withFile(Path file) {
        try {
            return withBody(new Body(BYTES, Files.size(file), () -> Files.newInputStream(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Request withBody(Body other) {
        return new Request(method, path, query, Optional.of(other), accept);
    }
}
