// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

final class JsonLoggerTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final JsonLines lines =
            new JsonLines(out, InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.123456Z")));
    private final Logger log = new JsonLogger("dev.runlore.server", Level.INFO, lines);

    @Test
    void aLineHoldsTimeLevelLoggerMessageAndKeys() {
        log.atInfo().addKeyValue("request", "r-1").addKeyValue("status", 200).log("answered {}", "GET");

        assertThat(written())
                .isEqualTo(
                        "{\"time\":\"2026-01-02T03:04:05.123456Z\",\"level\":\"INFO\",\"logger\":\"dev.runlore.server\","
                                + "\"message\":\"answered GET\",\"request\":\"r-1\",\"status\":\"200\"}\n");
    }

    @Test
    void aMessageWithLineBreaksStaysOneLine() {
        log.warn("first\nsecond \"{}\"", "\u0007");

        assertThat(written())
                .endsWith("\"message\":\"first\\nsecond \\\"\\u0007\\\"\"}\n")
                .hasLineCount(1);
    }

    @Test
    void anErrorComesWithItsStackTrace() {
        log.error("failed", new IllegalStateException("why"));

        assertThat(written())
                .contains("\"error\":\"java.lang.IllegalStateException: why\\n\\tat ")
                .hasLineCount(1);
    }

    @Test
    void aKeyCannotReplaceTheMessage() {
        log.atInfo().addKeyValue("message", "forged").log("real");

        assertThat(written()).contains("\"message\":\"real\"").doesNotContain("forged");
    }

    @Test
    void belowTheThresholdNothingIsWritten() {
        log.debug("quiet");
        log.atDebug().addKeyValue("a", 1).log("quiet");

        assertThat(written()).isEmpty();
    }

    @Test
    void librariesAreHeardFromWarnOn() {
        assertThat(JsonLogProvider.threshold("org.eclipse.jetty.server.Server")).isEqualTo(Level.WARN);
        assertThat(JsonLogProvider.threshold("dev.runlore.server.http.Routes")).isEqualTo(Level.INFO);
    }

    @Test
    void slf4jFindsThisProvider() {
        assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(JsonLogProvider.class);
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
