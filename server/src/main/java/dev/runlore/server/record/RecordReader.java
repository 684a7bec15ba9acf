// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Rejection;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.Json;
import dev.runlore.server.http.JsonFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the records of an NDJSON body, line by line, so that what is wrong with one line stays within it. Metric payloads are
 * read from the stream without a tree between.
 */
final class RecordReader {
    private final RunId run;

    RecordReader(RunId run) {
        this.run = run;
    }

    /** Line i is record {@code first} + i; what follows the last line's end was cut and is left out. */
    List<RunRecord> read(byte[] body, long first) throws IOException {
        List<RunRecord> records = new ArrayList<>();
        try (LineStream lines = new LineStream(body)) {
            int start = 0;
            for (int end = 0; end < body.length; end++) {
                if (body[end] == '\n') {
                    records.add(line(lines, start, end, first + records.size()));
                    start = end + 1;
                }
            }
        }
        return records;
    }

    private RunRecord line(LineStream lines, int start, int end, long number) throws IOException {
        String fault;
        try {
            JsonParser in = lines.begin(start, end);
            Envelope envelope = envelope(in, number);
            lines.end(in, start, end);
            return envelope.record(number);
        } catch (JsonProcessingException e) {
            fault = JsonFault.of("a record", e);
        } catch (RunloreException e) {
            fault = String.valueOf(e.getMessage());
        }
        lines.forget();
        return unreadable(number, fault);
    }

    private static RunRecord unreadable(long number, String detail) {
        return new RunRecord.Unreadable(new Rejection(number, Optional.empty(), ErrorCode.INVALID_ARGUMENT, detail));
    }

    private Envelope envelope(JsonParser in, long number) throws IOException {
        Envelope envelope = new Envelope();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            read(field, in, envelope, number);
        }
        return envelope;
    }

    private void read(String field, JsonParser in, Envelope envelope, long number) throws IOException {
        switch (field) {
            case "n" -> envelope.number(in);
            case "t" -> envelope.time(in);
            case "s" -> envelope.step(in);
            case "m" -> envelope.metric(in);
            case "k" -> envelope.artifactKind(in);
            case "v" -> envelope.payload(MetricPayloads.scalar(in));
            case "vs" -> envelope.payload(MetricPayloads.values(in, number));
            case "l" -> envelope.payload(MetricPayloads.list(in));
            case "r" -> envelope.payload(MetricPayloads.row(in));
            case "c" -> envelope.payload(MetricPayloads.columns(in));
            case "a" -> envelope.payload(MetricPayloads.artifact(in));
            default -> readRare(field, in, envelope);
        }
    }

    private void readRare(String field, JsonParser in, Envelope envelope) throws IOException {
        switch (field) {
            case "create" -> tree(field, in, envelope, line -> RunPayloads.create(line, run));
            case "tag" -> tree(field, in, envelope, RunPayloads::tag);
            case "untag" -> tree(field, in, envelope, RunPayloads::untag);
            case "property" -> tree(field, in, envelope, RunPayloads::property);
            case "param" -> tree(field, in, envelope, RunPayloads::parameter);
            case "artifact" -> tree(field, in, envelope, RunPayloads::artifact);
            case "snapshot" -> tree(field, in, envelope, RunPayloads::snapshot);
            case "status" -> tree(field, in, envelope, RunPayloads::status);
            case "warning" -> tree(field, in, envelope, RunPayloads::warning);
            case "dropped" -> tree(field, in, envelope, RunPayloads::dropped);
            default -> in.skipChildren();
        }
    }

    private static void tree(String field, JsonParser in, Envelope envelope, Function<Fields, RunRecord> payload)
            throws IOException {
        RunRecord record = payload.apply(Fields.single(field, Json.tree(in)));
        envelope.payload(line -> record);
    }
}
