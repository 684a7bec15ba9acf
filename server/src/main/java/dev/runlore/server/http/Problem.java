// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.store.LogGapException;
import dev.runlore.store.RecordGapException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** An error as the client reads it: {@code application/problem+json} of RFC 9457. */
record Problem(ErrorCode code, String detail, Json.Part extra) {
    static final String TYPE = "application/problem+json";

    private static final Json.Part NOTHING = out -> {};

    static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, NOTHING);
    }

    static Problem of(RunloreException broken) {
        return new Problem(broken.code(), String.valueOf(broken.getMessage()), extra(broken));
    }

    private static Json.Part extra(RunloreException broken) {
        return switch (broken) {
            case RecordGapException gap -> out -> out.writeNumberField("nextRecord", gap.nextRecord());
            case LogGapException gap -> out -> out.writeNumberField("size", gap.size());
            case MissingBlobsException missing -> out -> write(out, missing);
            default -> NOTHING;
        };
    }

    private static void write(JsonGenerator out, MissingBlobsException missing) throws IOException {
        out.writeArrayFieldStart("missingBlobs");
        for (Sha256 blob : missing.blobs()) {
            out.writeString(blob.hex());
        }
        out.writeEndArray();
        if (missing.nextRecord().isPresent()) {
            out.writeNumberField("nextRecord", missing.nextRecord().getAsLong());
        }
    }

    /** Seconds after which asking again is of use; empty when the same would be refused again. */
    Optional<String> retryAfter() {
        return switch (code) {
            case RATE_LIMITED -> Optional.of("1");
            case UNAVAILABLE -> Optional.of("2");
            default -> Optional.empty();
        };
    }

    byte[] json(String requestId) {
        return Json.bytes(out -> write(out, requestId));
    }

    private void write(JsonGenerator out, String requestId) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "about:blank");
        out.writeStringField("title", title());
        out.writeNumberField("status", code.httpStatus());
        out.writeStringField("detail", detail);
        out.writeStringField("code", code.name());
        out.writeStringField("requestId", requestId);
        extra.write(out);
        out.writeEndObject();
    }

    private String title() {
        String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
