// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.page;

import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.filter.Filter;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import dev.runlore.server.log.Logs;
import dev.runlore.server.run.Runs;
import dev.runlore.store.Archived;
import dev.runlore.store.RunQuery;
import dev.runlore.store.Store;
import java.io.IOException;
import java.util.Optional;

/** Plain HTML pages of the newest runs and of each run, without scripts. */
public final class PageRoutes implements Feature {
    private static final int LISTED = 100;
    private static final int SHOWN = 500;

    private final Store store;
    private final Runs runs;
    private final LogTails logs;

    public PageRoutes(Store store, Runs runs, Logs logs) {
        this.store = store;
        this.runs = runs;
        this.logs = new LogTails(logs);
    }

    @Override
    public void register(Routes routes) {
        routes.get(Permission.READ, "/", this::list);
        routes.get(Permission.READ, "/runs/{run}", this::run);
    }

    private void list(Exchange exchange) {
        RunQuery newest = new RunQuery(
                Optional.empty(),
                new Filter.All(),
                Optional.empty(),
                Archived.NO,
                LISTED,
                exchange.query().pageToken());
        answer(exchange, new RunListPage(store.runs().list(newest)).html());
    }

    private void run(Exchange exchange) throws IOException {
        RunId id = exchange.run();
        Run run = runs.get(id);
        RunPage page = new RunPage(
                run,
                store.metrics().list(id, SHOWN, Optional.empty()),
                store.runs().artifacts(id, Optional.empty(), SHOWN, Optional.empty()),
                store.runs().children(id, LISTED, Optional.empty()),
                logs.of(id));
        answer(exchange, page.html());
    }

    private static void answer(Exchange exchange, byte[] html) {
        exchange.bytes(200, "text/html; charset=utf-8", html);
    }
}
