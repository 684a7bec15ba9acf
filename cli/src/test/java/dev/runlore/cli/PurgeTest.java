// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.cli.TestingServer.Told;
import dev.runlore.domain.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgeTest {
    private static final String RUN = """
            {"id": "%s", "number": 1, "experiment": {"id": "1", "uuid": "00000000-0000-0000-0000-000000000001", "name": "e"},
             "status": "Completed", "target": "local", "user": {"id": "00000000-0000-0000-0000-000000000002"},
             "created": "2026-05-04T09:30:00Z", "revision": 1}
            """;

    @TempDir
    Path folder;

    private TestingServer server;
    private CalledCli cli;

    @BeforeEach
    void serve() throws IOException {
        server = new TestingServer()
                .on("GET /runs/a", asked -> Told.json(200, RUN.formatted("a")))
                .on("GET /runs/b", asked -> Told.json(200, RUN.formatted("b")))
                .on("POST /runs/a/purge", asked -> Told.json(freed(2, 100, 0)))
                .on("POST /runs/b/purge", asked -> Told.json(freed(1, 5, 3)));
        cli = new CalledCli(folder).with("RUNLORE_URL", server.url());
    }

    private static Map<String, Object> freed(long files, long bytes, long waiting) {
        return Map.of("files", files, "bytes", bytes, "waiting", waiting, "done", true);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void runsArePurgedAndTheirSumIsTold() {
        assertThat(cli.run("purge", "a", "b", "--yes")).isZero();
        assertThat(cli.out()).isEqualTo("""
                        2 runs purged; 3 files with 105 bytes deleted
                        3 files were in use within the last minute and follow soon
                        """);
        assertThat(cli.run("purge", "a", "--yes", "-o", "tsv", "--query", "[runs, files, bytes]"))
                .isZero();
        assertThat(cli.out()).isEqualTo("1\n2\n100\n");
    }

    @Test
    void aTerminalIsAskedFirst() {
        cli.onTerminal().typing("n\n");
        assertThat(cli.run("purge", "a")).isEqualTo(1);
        assertThat(cli.err()).contains("Purge run a? Records and files go for good. [y/N]");
        assertThat(cli.out()).isEqualTo("nothing was purged\n");
        assertThat(server.lines()).containsExactly("GET /runs/a");

        cli.typing("y\n");
        assertThat(cli.run("purge", "a")).isZero();
        assertThat(server.lines()).contains("POST /runs/a/purge");
    }

    @Test
    void whereNobodyCanBeAskedNothingIsPurgedWithoutYes() {
        assertThat(cli.run("purge", "a")).isEqualTo(2);
        assertThat(cli.err()).contains("add --yes");
        assertThat(server.lines()).doesNotContain("POST /runs/a/purge");
    }

    @Test
    void oneUnknownRunIsToldBeforeAnyIsPurged() {
        assertThat(cli.run("purge", "a", "nobody", "--yes")).isEqualTo(3);
        assertThat(server.lines()).containsExactly("GET /runs/a", "GET /runs/nobody");
    }

    @Test
    void archivedRunsThatWereCreatedBeforeADateArePurged() {
        server.on("GET /runs", asked -> Told.json(Map.of("columns", Map.of("id", List.of("b", "a")))));

        assertThat(cli.run("purge", "--archived-before", "2026-03-01T10:00:00+02:00", "-y"))
                .isZero();

        assertThat(server.asked().getFirst().query())
                .containsEntry("filter", "created < \"2026-03-01T08:00:00Z\"")
                .containsEntry("archived", "yes");
        assertThat(server.lines()).containsExactly("GET /runs", "POST /runs/b/purge", "POST /runs/a/purge");
        assertThat(cli.run("purge", "--archived-before", "last week")).isEqualTo(2);
        assertThat(cli.run("purge")).isEqualTo(2);
    }

    @Test
    void anArchivedRunThatGoesOnStaysAndTheOthersGo() {
        server.on("GET /runs", asked -> Told.json(Map.of("columns", Map.of("id", List.of("b", "a")))))
                .on("POST /runs/b/purge", asked -> Told.json(409, """
                        {"status": 409, "code": "WRONG_STATE", "detail": "run b is Running; cancel it first"}
                        """));

        assertThat(cli.run("purge", "--archived-before", "2026-03-01", "-y")).isZero();
        assertThat(cli.out()).isEqualTo("""
                        1 run purged; 2 files with 100 bytes deleted
                        1 archived run goes on and stayed; cancel or complete it, then purge again
                        """);

        assertThat(cli.run("purge", "a", "b", "-y")).isEqualTo(ErrorCode.WRONG_STATE.exitCode());
        assertThat(cli.err()).contains("run b is Running");
    }
}
