// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import dev.runlore.domain.Limits;
import dev.runlore.server.http.Exchange;

/** How many bytes a client may send at once. */
public final class Uploads {
    private Uploads() {}

    /** The disk alone bounds bytes as they are; compressed ones could be a thousand times what was sent. */
    public static long limit(Exchange exchange) {
        return exchange.header("Content-Encoding").isPresent() ? Limits.BODY_BYTES : Long.MAX_VALUE;
    }
}
