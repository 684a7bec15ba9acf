// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.log;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.MediaType;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import java.io.IOException;
import java.util.Map;

/** Lists, reads and appends to the logs of a run. */
public final class LogRoutes implements Feature {
    private static final String PATH = "/api/v1/runs/{run}/logs";

    private final Logs logs;
    private final LogSealer sealer;

    public LogRoutes(Logs logs, LogSealer sealer) {
        this.logs = logs;
        this.sealer = sealer;
    }

    @Override
    public void register(Routes routes) {
        routes.get(Permission.READ, PATH, this::read);
        routes.post(Permission.WRITE, PATH, this::append);
        sealer.start();
    }

    @Override
    public void stop() {
        sealer.close();
    }

    private void read(Exchange exchange) throws IOException {
        RunId run = exchange.run();
        Query query = exchange.query();
        if (query.find("path").isEmpty()) {
            Map<String, Long> sizes = logs.list(run);
            exchange.json(200, out -> write(out, sizes));
            return;
        }
        ArtifactPath path = new ArtifactPath(query.get("path"));
        Logs.Piece piece =
                logs.read(run, path, query.number("from", 0, Long.MAX_VALUE).orElse(0L));
        exchange.with("Runlore-Log-Size", Long.toString(piece.size()))
                .with("Runlore-Log-Ended", Boolean.toString(piece.ended()))
                .with("Content-Disposition", "attachment")
                .bytes(200, "application/octet-stream", piece.bytes());
    }

    private void append(Exchange exchange) throws IOException {
        RunId run = exchange.run();
        ArtifactPath path = new ArtifactPath(exchange.query().get("path"));
        long offset = exchange.query()
                .number("offset", 0, Long.MAX_VALUE)
                .orElseThrow(() -> RunloreException.invalid(
                        "parameter 'offset' must be there but is missing; send the log's size in bytes so far"));
        byte[] body = exchange.bodyBytes(MediaType.OCTETS, Limits.BODY_BYTES);
        long size = logs.append(run, path, offset, body);
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeNumberField("size", size);
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, Map<String, Long> sizes) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("items");
        for (Map.Entry<String, Long> log : sizes.entrySet()) {
            out.writeStartObject();
            out.writeStringField("path", log.getKey());
            out.writeNumberField("size", log.getValue());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
