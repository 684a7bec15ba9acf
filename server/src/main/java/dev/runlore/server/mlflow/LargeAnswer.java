// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Json;
import java.io.IOException;

/** Answers that may be larger than memory should hold at once. */
public final class LargeAnswer {
    private LargeAnswer() {}

    /** Writes the answer whole when it is small, so that its errors can still be told, else as it is made. */
    public static void write(Exchange exchange, boolean isSmall, Json.Part part) throws IOException {
        if (isSmall) {
            exchange.json(200, part);
            return;
        }
        try (JsonGenerator out = Json.STREAMING.createGenerator(exchange.open(200, "application/json"))) {
            if (!exchange.isHead()) {
                part.write(out);
            }
        }
    }
}
