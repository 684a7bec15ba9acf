// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** What a running server says of itself at {@code /metrics}, in one line for people. */
record ServerLoad(Map<String, Double> samples) {
    private static final int WAIT_MS = 3_000;

    /** Asks the server at an address with the token of its data folder, if there is one. */
    static ServerLoad of(String url, Path tokenFile) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + "/metrics").toURL().openConnection();
        connection.setConnectTimeout(WAIT_MS);
        connection.setReadTimeout(WAIT_MS);
        if (Files.isReadable(tokenFile)) {
            connection.setRequestProperty(
                    "Authorization", "Bearer " + Files.readString(tokenFile).strip());
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            return new ServerLoad(lines.lines()
                    .filter(line -> line.matches("[a-z_]+(\\{[^ ]*\\})? [-+0-9.eE]+"))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.lastIndexOf(' ')),
                            line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                            (one, other) -> other)));
        } finally {
            connection.disconnect();
        }
    }

    String text() {
        return "up %s, %d requests under way, %d refused, %s wait to be written, %d points stored, heap %s of %s"
                .formatted(
                        duration(),
                        number("runlore_http_requests_under_way"),
                        number("runlore_http_requests_refused_total{status=\"429\"}")
                                + number("runlore_http_requests_refused_total{status=\"503\"}"),
                        Bytes.text(number("runlore_write_queue_bytes")),
                        number("runlore_stored_points_total"),
                        Bytes.text(number("runlore_heap_used_bytes")),
                        Bytes.text(number("runlore_heap_most_bytes")));
    }

    private String duration() {
        Duration up = Duration.ofSeconds(number("runlore_uptime_seconds"));
        return up.toHours() > 0
                ? up.toHours() + " h"
                : up.toMinutes() > 0 ? up.toMinutes() + " min" : up.toSeconds() + " s";
    }

    private long number(String sample) {
        return samples.getOrDefault(sample, 0.0).longValue();
    }
}
