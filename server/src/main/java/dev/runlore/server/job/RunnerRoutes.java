// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The runner over HTTP, for submitters that launch it themselves. */
public final class RunnerRoutes implements Feature {
    private final Optional<Path> runner;

    public RunnerRoutes(Optional<Path> runner) {
        this.runner = runner;
    }

    @Override
    public void register(Routes routes) {
        routes.get(Permission.READ, "/api/v1/runner.pyz", this::get);
    }

    private void get(Exchange exchange) throws IOException {
        Path file = runner.orElseThrow(() -> RunloreException.notFound(
                "this server must have a runner to give away but has none; start it from a whole installation"));
        exchange.bytes(200, "application/octet-stream", Files.readAllBytes(file));
    }
}
