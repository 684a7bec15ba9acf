// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpTest {
    static Server server;

    @BeforeAll
    static void start() throws IOException {
        server = Server.start(ServerSettings.local("secret"), Server.features());
    }

    @AfterAll
    static void stop() {
        server.stop(Duration.ofSeconds(1));
    }

    private static String get(String path, String... headers) throws IOException {
        String host = "Host: " + server.url().getAuthority();
        return RawSocket.send(
                server.url(),
                "GET " + path + " HTTP/1.1\r\n" + host + "\r\nConnection: close\r\n" + String.join("\r\n", headers)
                        + (headers.length == 0 ? "" : "\r\n") + "\r\n");
    }

    @Test
    void healthAnswersOk() throws IOException {
        String answer = get("/health");
        System.out.println(answer);
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nOK");
        System.out.println(get("/nothing"));
        System.out.println(get("/%c0%ae"));
        System.out.println(get("/health?x", "Origin: http://evil"));
        System.out.println(RawSocket.send(server.url(), "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"));
        System.out.println(RawSocket.send(server.url(), "GET / b / HTTP/1.1\r\nHost: a\r\n\r\n"));
        System.out.println(RawSocket.send(server.url(), "FOO\r\n\r\n"));
    }
}
