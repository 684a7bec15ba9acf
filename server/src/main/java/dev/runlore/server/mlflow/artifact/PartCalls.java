// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.server.artifact.Uploads;
import dev.runlore.server.http.Action;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.MediaType;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.server.mlflow.Nothing;
import dev.runlore.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Uploads in parts. Each part is a blob and its ETag the blob's digest, so whoever completes the upload names all its bytes, and
 * nothing needs to be kept between the calls.
 */
final class PartCalls {
    private static final long MOST_PARTS = 10_000;

    private final Locations locations;
    private final BlobStore blobs;

    PartCalls(Locations locations, BlobStore blobs) {
        this.locations = locations;
        this.blobs = blobs;
    }

    void register(Routes routes, String base) {
        String parts = base + "/mpu/part/";
        routes.post(
                Permission.WRITE_OF_RUN,
                base + "/mpu/create/<path>",
                at(base + "/mpu/create/", (exchange, target, told) -> create(exchange, target, told, parts)));
        routes.put(Permission.WRITE_OF_RUN, parts + "<path>", exchange -> put(exchange, parts));
        routes.post(
                Permission.WRITE_OF_RUN, base + "/mpu/complete/<path>", at(base + "/mpu/complete/", this::complete));
        routes.post(Permission.WRITE_OF_RUN, base + "/mpu/abort/<path>", at(base + "/mpu/abort/", PartCalls::abort));
    }

    /** What is done with an upload. */
    private interface Step {
        void take(Exchange exchange, UploadTarget target, Arguments told) throws IOException;
    }

    private Action at(String before, Step step) {
        return exchange -> {
            Arguments told = Arguments.of(exchange);
            UploadTarget target = UploadTarget.of(locations, exchange.pathAfter(before), told.text("path"));
            target.owner().requireWritable(exchange);
            step.take(exchange, target, told);
        };
    }

    private static void create(Exchange exchange, UploadTarget target, Arguments told, String parts) {
        long count = told.whole("num_parts").orElse(1L);
        if (count < 1 || count > MOST_PARTS) {
            throw Faults.invalid("num_parts", Long.toString(count), "it must be from 1 to " + MOST_PARTS + ".");
        }
        String url = exchange.origin() + parts + encoded(target.path()) + "?upload_id=" + target.id() + "&part_number=";
        Optional<String> authorization = exchange.header("Authorization");
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("upload_id", target.id());
            out.writeArrayFieldStart("credentials");
            for (long number = 1; number <= count; number++) {
                credential(out, url, number, authorization);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /** The parts' addresses are asked without what the client otherwise sends, so it is told to send that. */
    private static void credential(JsonGenerator out, String url, long number, Optional<String> authorization)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("url", url + number);
        out.writeNumberField("part_number", number);
        out.writeObjectFieldStart("headers");
        if (authorization.isPresent()) {
            out.writeStringField("Authorization", authorization.get());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    private void put(Exchange exchange, String before) throws IOException {
        UploadTarget target = UploadTarget.of(locations, exchange.pathAfter(before));
        target.require(Arguments.ofQuery(exchange).text("upload_id"));
        target.owner().requireWritable(exchange);
        BlobStore.Stored part = blobs.put(exchange.body(MediaType.ANY, Uploads.limit(exchange)));
        Nothing.answer(exchange.with("ETag", '"' + part.sha256().hex() + '"'));
    }

    private void complete(Exchange exchange, UploadTarget target, Arguments told) throws IOException {
        target.require(told.text("upload_id"));
        UploadedParts parts = UploadedParts.of(told);
        for (Sha256 part : parts.blobs()) {
            if (blobs.find(part).isEmpty()) {
                throw RunloreException.invalid(
                        "part " + part + " must be uploaded before the upload is completed; " + "upload it again");
            }
        }
        try (InputStream joined = parts.open(blobs)) {
            target.owner().put(target.file(), blobs.put(joined));
        }
        Nothing.answer(exchange);
    }

    /** Parts that nobody names go by themselves after a while. */
    private static void abort(Exchange exchange, UploadTarget target, Arguments told) {
        target.require(told.text("upload_id"));
        Nothing.answer(exchange);
    }
}
