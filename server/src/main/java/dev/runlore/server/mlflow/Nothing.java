// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.server.http.Exchange;

/** The answer of a call that has nothing to say. */
public final class Nothing {
    private Nothing() {}

    public static void answer(Exchange exchange) {
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeEndObject();
        });
    }
}
