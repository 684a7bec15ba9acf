// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.server.http.Permission;
import java.nio.charset.StandardCharsets;

/** What clients ask to learn what they talk to. */
final class Probes implements Calls {
    /** The version of the protocol that is spoken: clients choose by it what they send. */
    private static final byte[] VERSION = "3.11.0".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] OK = "OK".getBytes(StandardCharsets.US_ASCII);
    private static final String TEXT = "text/plain; charset=utf-8";

    @Override
    public void register(Endpoints endpoints) {
        endpoints.getAtRoot(Permission.READ, "/version", exchange -> exchange.bytes(200, TEXT, VERSION));
        endpoints.getAtRoot(Permission.OPEN, "/health", exchange -> exchange.bytes(200, TEXT, OK));
        for (String api : Endpoints.APIS) {
            endpoints.getAtRoot(
                    Permission.READ,
                    api + "/3.0/mlflow/server-info",
                    exchange -> exchange.json(200, out -> {
                        out.writeStartObject();
                        out.writeStringField("store_type", "SqlStore");
                        out.writeBooleanField("workspaces_enabled", false);
                        out.writeEndObject();
                    }));
        }
    }
}
