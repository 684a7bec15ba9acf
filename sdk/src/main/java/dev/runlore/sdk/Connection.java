// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.RunloreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.util.Optional;

/**
 * HTTP to one server. Redirects are never followed and no proxy stands before a loopback address, so the token reaches
 * nobody else. Safe for threads: a request has its own connection from the JDK's pool.
 *
 * <p>{@code HttpURLConnection} opens in a tenth of the time of {@code java.net.http}, which a short command feels; only
 * PATCH, a word that it does not know, goes through {@link PatchConnection}.
 */
final class Connection {
    static final String API = "/api/v1";
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;

    /** Longer bodies go out as they are read; shorter ones may be sent again by the JDK when a kept connection is gone. */
    private static final int STREAMED = 1 << 20;

    private final Place place;
    private final int readMillis;

    Connection(Place place) {
        this(place, READ_MILLIS);
    }

    /** One that waits so long for an answer, and for each further part of it. */
    Connection(Place place, int readMillis) {
        this.place = place;
        this.readMillis = readMillis;
    }

    Place place() {
        return place;
    }

    /** Any answer. Throws {@link ServerException} with status 0 when there is none. */
    Answer open(Request request) {
        try {
            return "PATCH".equals(request.method())
                    ? PatchConnection.open(place, uri(request), request)
                    : send(request);
        } catch (IOException e) {
            throw noAnswer(e);
        }
    }

    /** A successful answer; any other is thrown. */
    Answer call(Request request) {
        Answer answer = open(request);
        if (answer.isSuccess()) {
            return answer;
        }
        try (answer) {
            throw answer.refusal(request.method() + " " + place.url() + API + request.path());
        }
    }

    /** A successful answer's JSON object. */
    JsonObject json(Request request) {
        try (Answer answer = call(request)) {
            return answer.json();
        }
    }

    /** Calls and leaves the answer's body unread. */
    void run(Request request) {
        call(request).close();
    }

    RunloreException noAnswer(IOException cause) {
        return ServerException.noAnswer(
                "server " + place + " does not answer: " + cause.getMessage()
                        + "; start it with 'runlore server start' or name another one",
                cause);
    }

    private URI uri(Request request) {
        return URI.create(place.url() + API + request.path() + request.query().text());
    }

    private Answer send(Request request) throws IOException {
        HttpURLConnection http = open(uri(request).toURL());
        http.setRequestMethod(request.method());
        http.setRequestProperty("Accept", request.accept());
        place.token().ifPresent(token -> http.setRequestProperty("Authorization", "Bearer " + token));
        try {
            if (request.body().isPresent()) {
                write(http, request.body().get());
            } else if ("POST".equals(request.method())) {
                write(http, new Request.Body(Request.JSON, 2, () -> new ByteArrayInputStream(new byte[] {'{', '}'})));
            }
            int status = http.getResponseCode();
            return new Answer(status, header -> Optional.ofNullable(http.getHeaderField(header)), bodyOf(http, status));
        } catch (HttpRetryException e) {
            return new Answer(e.responseCode(), header -> Optional.empty(), InputStream.nullInputStream());
        }
    }

    private HttpURLConnection open(URL url) throws IOException {
        HttpURLConnection http =
                (HttpURLConnection) (place.isLoopback() ? url.openConnection(Proxy.NO_PROXY) : url.openConnection());
        http.setInstanceFollowRedirects(false);
        http.setUseCaches(false);
        http.setConnectTimeout(CONNECT_MILLIS);
        http.setReadTimeout(readMillis);
        return http;
    }

    private static void write(HttpURLConnection http, Request.Body body) throws IOException {
        http.setDoOutput(true);
        http.setRequestProperty("Content-Type", body.type());
        if (body.size() > STREAMED) {
            http.setFixedLengthStreamingMode(body.size());
        }
        try (InputStream in = body.source().open();
                OutputStream out = http.getOutputStream()) {
            in.transferTo(out);
        }
    }

    private static InputStream bodyOf(HttpURLConnection http, int status) throws IOException {
        InputStream body = status >= 400 ? http.getErrorStream() : http.getInputStream();
        return body == null ? InputStream.nullInputStream() : body;
    }
}
