// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** Headers of every response, errors included. A route that serves a user's bytes narrows them further. */
final class SafeHeaders {
    static final String REQUEST_ID = "Runlore-Request-Id";

    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
                    + "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private SafeHeaders() {}

    static void put(HttpFields.Mutable headers, String requestId) {
        ALWAYS.forEach(headers::put);
        headers.put(REQUEST_ID, requestId);
    }
}
