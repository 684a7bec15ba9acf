// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A PATCH, which {@code HttpURLConnection} cannot send. In a class of its own, so that nothing else pays for the module. */
final class PatchConnection {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(60);

    private PatchConnection() {}

    static Answer open(Place place, URI uri, Request request) throws IOException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        client.proxy(place.isLoopback() ? HttpClient.Builder.NO_PROXY : ProxySelector.getDefault());
        HttpRequest.Builder http = HttpRequest.newBuilder(uri).timeout(READ);
        place.token().ifPresent(token -> http.header("Authorization", "Bearer " + token));
        Request.Body body = request.body().orElseThrow();
        try (InputStream in = body.source().open()) {
            http.header("Content-Type", body.type());
            http.method(request.method(), HttpRequest.BodyPublishers.ofByteArray(in.readAllBytes()));
        }
        try {
            HttpResponse<InputStream> answer =
                    client.build().send(http.build(), HttpResponse.BodyHandlers.ofInputStream());
            return new Answer(answer.statusCode(), answer.headers()::firstValue, answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an answer");
        }
    }
}
