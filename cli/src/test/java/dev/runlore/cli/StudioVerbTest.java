// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.cli.TestingServer.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudioVerbTest {
    private static final String CODE = "/open?code=" + "Ab-_".repeat(10) + "xyz";

    @TempDir
    Path folder;

    private TestingServer server;
    private CalledCli cli;

    @BeforeEach
    void serve() throws IOException {
        server = new TestingServer();
        cli = new CalledCli(folder).with("RUNLORE_URL", server.url()).with("RUNLORE_TOKEN", "t");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aLinkOfTheServerIsPrinted() {
        answer(server.url() + CODE);
        assertThat(cli.run("studio")).isZero();
        assertThat(cli.out()).isEqualTo(server.url() + CODE + "\n");
        assertThat(cli.err()).contains("good once and for a minute");
        assertThat(server.asked().getFirst().line()).isEqualTo("POST /studio/links");
        assertThat(server.asked().getFirst().authorization()).isEqualTo("Bearer t");
        assertThat(cli.run("studio", "-o", "tsv", "--query", "[url]")).isZero();
        assertThat(cli.out()).isEqualTo(server.url() + CODE + "\n");
    }

    @Test
    void aLinkThatLeadsElsewhereIsNotTaken() {
        for (String url : new String[] {
            "http://evil.example" + CODE,
            server.url() + ".evil.example" + CODE,
            server.url() + "@evil.example" + CODE,
            server.url() + CODE + "&x=$(id)",
            server.url() + "/open?code=short",
            "file:///etc/passwd"
        }) {
            answer(url);
            assertThat(cli.run("studio")).as(url).isNotZero();
            assertThat(cli.out()).as(url).isEmpty();
            assertThat(cli.err()).contains("its link must be " + server.url() + "/open with a code");
        }
    }

    @Test
    void aServerWithoutTheStudioSaysHowToAddIt() {
        server.on("POST /studio/links", asked -> Told.problem(501, "NOT_IMPLEMENTED", ""));
        assertThat(cli.run("studio")).isEqualTo(1);
        assertThat(cli.err()).contains("NOT_IMPLEMENTED of the test");
    }

    private void answer(String url) {
        server.on("POST /studio/links", asked -> Told.json(Map.of("url", url, "expires", "2026-05-04T09:31:00Z")));
    }
}
