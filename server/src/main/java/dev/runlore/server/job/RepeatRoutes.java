// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import java.io.IOException;

/** Repeats submitted runs; with the token, as a process of this host begins. */
public final class RepeatRoutes implements Feature {
    private final Launches launches;

    public RepeatRoutes(Launches launches) {
        this.launches = launches;
    }

    @Override
    public void register(Routes routes) {
        routes.post(Permission.TOKEN, "/api/v1/runs/{run}/repeat", this::repeat);
    }

    private void repeat(Exchange exchange) throws IOException {
        Launches.Launched launched = launches.repeat(exchange.run(), Repetition.read(exchange.jsonOrNothing()));
        exchange.json(201, out -> SubmittedJson.write(out, launched));
    }
}
