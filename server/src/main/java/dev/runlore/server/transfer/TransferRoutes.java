// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.transfer;

import dev.runlore.domain.Limits;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.WholeRun;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.MediaType;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import dev.runlore.server.run.RunJson;
import dev.runlore.server.run.Runs;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Exports and imports of whole runs over HTTP. */
public final class TransferRoutes implements Feature {
    private static final int MOST_RUNS = 10_000;
    private static final String IMPORT = "/api/v1/imports/{run}";

    private final Exports exports;
    private final TransferImports imports;
    private final Runs runs;

    public TransferRoutes(Exports exports, TransferImports imports, Runs runs) {
        this.exports = exports;
        this.imports = imports;
        this.runs = runs;
    }

    @Override
    public void register(Routes routes) {
        routes.get(Permission.READ, "/api/v1/runs/{run}/export", this::one);
        routes.post(Permission.READ, "/api/v1/exports", this::several);
        routes.put(Permission.TOKEN, IMPORT, this::put);
        routes.post(Permission.TOKEN, IMPORT + "/records", this::append);
    }

    private void one(Exchange exchange) throws IOException {
        answer(exchange, List.of(exchange.run()));
    }

    private void several(Exchange exchange) throws IOException {
        List<RunId> named =
                exchange.json().texts("runs").stream().map(RunId::new).toList();
        if (named.isEmpty() || named.size() > MOST_RUNS) {
            throw RunloreException.invalid(
                    "runs must be from 1 to " + MOST_RUNS + " but are " + named.size() + "; name some of them");
        }
        answer(exchange, named);
    }

    private void answer(Exchange exchange, List<RunId> named) throws IOException {
        RunExport export = exports.plan(named);
        exchange.with("Content-Disposition", "attachment; filename=\"" + named.getFirst() + ".zip\"");
        OutputStream out = exchange.open(200, "application/zip");
        if (!exchange.isHead()) {
            export.write(out);
        }
    }

    private void put(Exchange exchange) throws IOException {
        Query query = exchange.query();
        Sha256 content = new Sha256(query.get("sha256"));
        long parts = number(query, "records");
        Fields fields = exchange.json(Limits.TRANSFER_BYTES);
        WholeRun run = WholeRunFields.read(fields);
        if (!run.id().equals(exchange.run())) {
            throw RunloreException.invalid("the body must be run '" + exchange.run() + "', as the path says, but is '"
                    + run.id() + "'; send it to its own path");
        }
        boolean created = imports.put(run, content, parts);
        exchange.json(created ? 201 : 200, out -> RunJson.write(out, runs.get(run.id())));
    }

    private void append(Exchange exchange) throws IOException {
        Query query = exchange.query();
        Sha256 content = new Sha256(query.get("sha256"));
        long first = number(query, "first");
        List<RunPart> parts = PartReader.read(exchange.bodyBytes(MediaType.RECORDS, Limits.TRANSFER_BYTES), first);
        long next = imports.append(exchange.run(), content, first, parts);
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeNumberField("nextRecord", next);
            out.writeEndObject();
        });
    }

    private static long number(Query query, String name) {
        query.get(name);
        return query.number(name, 0, Long.MAX_VALUE / 2).orElseThrow();
    }
}
