// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.ArtifactRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRoutesTest {

    @TempDir
    Path folder;

    private ServedFolder served;

    @BeforeEach
    void serve() throws Exception {
        served = new ServedFolder(folder);
        served.run("r");
        served.run("other");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    /** One open event stream, read line by line. */
    private final class Stream implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;
        private String id = "";

        Stream(String query, String... headers) throws IOException {
            socket = new Socket(served.url().getHost(), served.url().getPort());
            socket.setSoTimeout(20_000);
            String request = "GET /api/v1/events" + query + " HTTP/1.1\r\nHost: "
                    + served.url().getAuthority() + "\r\n" + String.join("", headers) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The next event as {@code word data}. */
        String next() throws IOException {
            String word = "";
            while (true) {
                String line = lines.readLine();
                assertThat(line).isNotNull();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    word = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    return word + " " + line.substring(6);
                }
            }
        }

        /** Waits until the stream has told where it stands. */
        Stream begun() throws IOException {
            while (id.isEmpty()) {
                String line = lines.readLine();
                assertThat(line).isNotNull();
                id = line.startsWith("id: ") ? line.substring(4) : "";
            }
            return this;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void complete(String run) throws Exception {
        served.post("/api/v1/runs/" + run + "/complete", "{}");
    }

    private void log(String run, int offset) throws Exception {
        served.octets("POST", "/api/v1/runs/" + run + "/logs?path=a.txt&offset=" + offset, new byte[10]);
    }

    @Test
    void changesAndGrowingLogsAreTold() throws Exception {
        try (Stream stream = new Stream("").begun()) {
            log("r", 0);
            assertThat(stream.next())
                    .matches("log \\{\"run\":\"r\",\"revision\":\\d+,\"log\":\\{\"path\":\"a.txt\",\"size\":10}}");
            complete("r");
            assertThat(stream.next()).matches("run \\{\"run\":\"r\",\"revision\":\\d+,\"status\":\"Completed\"}");
            assertThat(stream.id).matches("[0-9a-f]{16}-\\d+");
        }
    }

    @Test
    void onlyWhatWasAskedForIsTold() throws Exception {
        served.post("/api/v1/runs", "{\"id\":\"x\",\"experiment\":\"else\"}");
        try (Stream run = new Stream("?run=other").begun();
                Stream experiment = new Stream("?experiment=else").begun()) {
            log("r", 0);
            log("other", 0);
            log("x", 0);
            assertThat(run.next()).startsWith("log {\"run\":\"other\"");
            assertThat(experiment.next()).startsWith("log {\"run\":\"x\"");
        }
        assertProblem(served.get("/api/v1/events?experiment=none"), 404, "experiment 'none'");
        assertProblem(served.get("/api/v1/events?run=../x"), 400, "run id");
    }

    @Test
    void aStreamGoesOnWhereTheLastOneEnded() throws Exception {
        String seen;
        try (Stream stream = new Stream("").begun()) {
            log("r", 0);
            stream.next();
            seen = stream.id;
        }
        log("r", 10);
        log("r", 20);
        try (Stream stream = new Stream("", "Last-Event-ID: " + seen + "\r\n")) {
            assertThat(stream.next()).endsWith("\"size\":20}}");
            assertThat(stream.next()).endsWith("\"size\":30}}");
        }
    }

    @Test
    void anIdOfAnotherServerOrOfNoneIsAnsweredWithAResync() throws Exception {
        for (String id : new String[] {"0123456789abcdef-1", "nonsense", "-1", "x-99999999999999999999"}) {
            try (Stream stream = new Stream("", "Last-Event-ID: " + id + "\r\n")) {
                assertThat(stream.next()).isEqualTo("resync {}");
                log("r", 0);
                assertThat(stream.next()).startsWith("log ");
            }
        }
    }

    @Test
    void aStoppingServerEndsItsStreams() throws Exception {
        try (Stream stream = new Stream("").begun()) {
            served.close();
            String line = stream.lines.readLine();
            while (line != null) {
                line = stream.lines.readLine();
            }
            assertThat(line).isNull();
        } finally {
            served = new ServedFolder(folder);
        }
    }
}
