// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.purge;

import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import java.io.IOException;

/** Purges runs over HTTP; always with the token, as it cannot be undone. */
public final class PurgeRoutes implements Feature {
    private final Purges purges;

    public PurgeRoutes(Purges purges) {
        this.purges = purges;
    }

    @Override
    public void register(Routes routes) {
        routes.post(Permission.TOKEN, "/api/v1/runs/{run}/purge", this::purge);
    }

    private void purge(Exchange exchange) throws IOException {
        exchange.jsonOrNothing();
        Freed freed = purges.purge(exchange.run());
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeNumberField("files", freed.files());
            out.writeNumberField("bytes", freed.bytes());
            out.writeNumberField("waiting", freed.waiting());
            out.writeBooleanField("done", freed.done());
            out.writeEndObject();
        });
    }

    @Override
    public void stop() {
        purges.close();
    }
}
