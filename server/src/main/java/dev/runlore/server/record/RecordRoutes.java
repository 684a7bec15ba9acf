// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Appended;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Rejection;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Writer;
import dev.runlore.domain.WriterId;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.MediaType;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import dev.runlore.server.http.WireJson;
import dev.runlore.server.run.NewRuns;
import java.io.IOException;
import java.util.List;

/** The way in for scripts: records over HTTP. */
public final class RecordRoutes implements Feature {
    /** Far below where adding a request's records would pass an int64. */
    private static final long MOST_RECORDS = 1L << 53;

    private final Records records;
    private final NewRuns newRuns;

    public RecordRoutes(Records records, NewRuns newRuns) {
        this.records = records;
        this.newRuns = newRuns;
    }

    @Override
    public void register(Routes routes) {
        routes.post(Permission.WRITE_OF_RUN, "/api/v1/runs/{run}/records", this::append);
    }

    private void append(Exchange exchange) throws IOException {
        RunId run = exchange.run();
        Writer.Numbered writer = writer(exchange.query());
        byte[] body = exchange.bodyBytes(MediaType.RECORDS, Limits.BODY_BYTES);
        List<RunRecord> read = new RecordReader(run).read(body, writer.first());
        requireWritable(exchange, run, read);
        Appended appended = records.append(run, writer, read);
        exchange.json(200, out -> write(out, appended));
    }

    /** A run is made by the first of its records. */
    private void requireWritable(Exchange exchange, RunId run, List<RunRecord> read) {
        if (!read.isEmpty() && read.getFirst() instanceof RunRecord.Create create) {
            newRuns.require(exchange, create.run());
        } else {
            exchange.requireWritable(run);
        }
    }

    private static Writer.Numbered writer(Query query) {
        WriterId id = WriterId.parse(query.get("writer"));
        query.get("first");
        long first = query.number("first", 0, MOST_RECORDS).orElseThrow();
        return new Writer.Numbered(id, first, query.flag("gap"));
    }

    private static void write(JsonGenerator out, Appended appended) throws IOException {
        out.writeStartObject();
        out.writeNumberField("nextRecord", appended.nextRecord());
        out.writeNumberField("revision", appended.revision());
        out.writeArrayFieldStart("rejected");
        for (Rejection rejection : appended.rejected()) {
            out.writeStartObject();
            out.writeNumberField("n", rejection.n());
            WireJson.text(out, "m", rejection.metric());
            out.writeStringField("code", rejection.code().name());
            out.writeStringField("detail", rejection.detail());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
