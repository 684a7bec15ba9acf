// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.importing;

import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Imports over HTTP. */
public final class ImportRoutes implements Feature {
    private static final int MOST = 1_000;

    private final Imports imports;

    public ImportRoutes(Imports imports) {
        this.imports = imports;
    }

    @Override
    public void register(Routes routes) {
        routes.post(Permission.TOKEN, "/api/v1/imports", this::put);
    }

    // All runs are read before the first is stored, so that a request that cannot be read leaves nothing behind.
    private void put(Exchange exchange) throws IOException {
        Fields fields = exchange.json();
        if (!fields.has("runs")) {
            throw fields.missing("runs");
        }
        List<ImportedRun> imported =
                fields.objects("runs").stream().map(ImportedRun::read).toList();
        if (imported.size() > MOST) {
            throw RunloreException.invalid(
                    "runs must be at most " + MOST + " but are " + imported.size() + "; send them in parts");
        }
        List<Boolean> created = new ArrayList<>();
        imported.forEach(run -> created.add(imports.put(run)));
        answer(exchange, imported, created);
    }

    private static void answer(Exchange exchange, List<ImportedRun> imported, List<Boolean> created) {
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("items");
            for (int i = 0; i < imported.size(); i++) {
                out.writeStartObject();
                out.writeStringField("id", imported.get(i).draft().id().value());
                out.writeBooleanField("created", created.get(i));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
