// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The query of a URL; names and values are encoded once. */
record Query(String text) {
    static final Query EMPTY = new Query("");

    Query with(String name, String value) {
        // a form encodes a space as '+', which a path's reader would keep: %20 means a space to everybody
        String pair =
                name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        return new Query(text.isEmpty() ? "?" + pair : text + "&" + pair);
    }

    Query with(String name, long value) {
        return with(name, Long.toString(value));
    }

    Query with(String name, Optional<String> value) {
        return value.map(present -> with(name, present)).orElse(this);
    }
}
