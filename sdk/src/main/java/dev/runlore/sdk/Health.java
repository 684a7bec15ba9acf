// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Asks a server whether it is up; without a token, which the route does not need. */
final class Health {
    private static final int MILLIS = 2_000;

    private Health() {}

    static boolean answers(Place place) {
        try {
            URL url = URI.create(place.url() + "/health").toURL();
            HttpURLConnection http = (HttpURLConnection)
                    (place.isLoopback() ? url.openConnection(Proxy.NO_PROXY) : url.openConnection());
            http.setInstanceFollowRedirects(false);
            http.setConnectTimeout(MILLIS);
            http.setReadTimeout(MILLIS);
            if (http.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return false;
            }
            try (InputStream body = http.getInputStream()) {
                return "OK".equals(new String(body.readNBytes(16), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            return false; // nobody there yet
        }
    }
}
