// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.measure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Which version this server is and since when it runs. */
public final class ServerAge {
    private final String version;
    private final InstantSource clock;
    private final Instant started;

    /** Of a server that starts now. */
    public ServerAge(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
        this.started = clock.instant();
    }

    String version() {
        return version;
    }

    Duration uptime() {
        return Duration.between(started, clock.instant());
    }
}
