// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.nio.charset.StandardCharsets;

/** Answers whether the server lives. */
public final class HealthRoutes implements Feature {
    private static final byte[] OK = "OK".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void register(Routes routes) {
        routes.get(Permission.OPEN, "/health", exchange -> exchange.bytes(200, "text/plain; charset=utf-8", OK));
    }
}
