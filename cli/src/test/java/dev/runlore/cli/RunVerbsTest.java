// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.cli.TestingServer.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunVerbsTest {
    private static final String RUN = """
            {"id": "r1", "number": 3, "name": "new name", "experiment": {"id": "1",
             "uuid": "ce92d0a9-3e2c-4d51-85de-93ef22249ce1", "name": "Iris"}, "status": "Completed", "target": "local",
             "user": {"id": "e9fafe06-b0e4-4154-8374-aae34f9977b2"}, "created": "2017-09-08T00:58:01.611105Z",
             "heartbeat": false, "archived": true, "revision": 7, "children": 0, "arguments": ["0.5"],
             "tags": {"selected": "yes"}, "properties": {}, "params": {}, "warnings": [], "writers": []}
            """;

    @TempDir
    Path folder;

    private TestingServer server;
    private CalledCli cli;

    @BeforeEach
    void start() throws IOException {
        server = new TestingServer();
        server.on("GET /runs/r1", asked -> Told.json(200, RUN)).on("PATCH /runs/r1", asked -> Told.json(200, RUN));
        cli = new CalledCli(folder).with("RUNLORE_URL", server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showPrintsTheRunOfTheApi() {
        assertThat(cli.run("run", "show", "r1", "--query", "arguments[0]")).isZero();
        assertThat(cli.out()).isEqualTo("\"0.5\"\n");
        assertThat(cli.run("run", "show", "r1", "-o", "table")).isZero();
        assertThat(cli.out()).contains("arguments   [\"0.5\"]");
    }

    @Test
    void tagSetsAndRemoves() {
        assertThat(cli.run(
                        "run",
                        "tag",
                        "r1",
                        "selected=yes",
                        "formula=a=b",
                        "flag",
                        "--remove",
                        "old",
                        "--remove",
                        "older"))
                .isZero();
        assertThat(server.asked().getLast().text())
                .isEqualTo(
                        "{\"tags\":{\"selected\":\"yes\",\"formula\":\"a=b\",\"flag\":null},\"untag\":[\"old\",\"older\"]}");
        assertThat(cli.out()).isEqualTo("{\n  \"selected\": \"yes\"\n}\n");
    }

    @Test
    void renameAndArchiveReachTheServer() {
        assertThat(cli.run("run", "rename", "r1", "new name")).isZero();
        assertThat(server.asked().getLast().text()).isEqualTo("{\"name\":\"new name\"}");
        server.on("POST /runs/r1/*", asked -> Told.json(200, RUN));
        assertThat(cli.run("run", "archive", "r1")).isZero();
        assertThat(server.lines()).endsWith("POST /runs/r1/archive");
        assertThat(cli.out()).isEqualTo("{\n  \"archived\": true,\n  \"id\": \"r1\"\n}\n");
        assertThat(cli.run("run", "unarchive", "r1")).isZero();
        assertThat(server.lines()).endsWith("POST /runs/r1/unarchive");
    }

    @Test
    void datasetsAreListedInTheirOrderWithAllThatIsKnownOfThem() {
        server.on("GET /runs/r1/datasets", asked -> Told.json(200, """
                {"items": [
                  {"name": "iris", "digest": "d1", "sourceType": "local", "source": "iris.csv", "schema": "{\\"columns\\": 4}",
                   "context": "train", "tags": {"rows": "150"}},
                  {"name": "bare", "digest": "d2", "sourceType": "code", "source": "{}", "tags": {}}]}
                """));
        assertThat(cli.run("run", "datasets", "r1", "-o", "table")).isZero();
        assertThat(cli.out()).isEqualTo("""
                Name    Digest    Context    Source type    Source
                ------  --------  ---------  -------------  --------
                iris    d1        train      local          iris.csv
                bare    d2                   code           {}
                """);
        assertThat(cli.run("run", "datasets", "r1", "--query", "[0].[schema, tags.rows]", "-o", "tsv"))
                .isZero();
        assertThat(cli.out()).isEqualTo("{\"columns\": 4}\n150\n");

        server.on("GET /runs/r1/datasets", asked -> Told.json(200, "{\"items\": []}"));
        assertThat(cli.run("run", "datasets", "r1")).isZero();
        assertThat(cli.out()).isEqualTo("[]\n");
    }

    @Test
    void pointsOfAllPagesArePrintedTyped() {
        server.on(
                "GET /runs/r1/points",
                asked -> asked.query().containsKey("pageToken")
                        ? Told.json(200, "{\"t\": [3], \"s\": [null], \"columns\": {\"\": [{\"x\": \"NaN\"}]}}")
                        : Told.json(
                                200,
                                "{\"t\": [1, 2], \"s\": [1.0, 1.5], \"columns\": {\"\": [9007199254740993, \"NaN\"]}, \"nextPageToken\": \"t\"}"));
        assertThat(cli.run("run", "points", "r1", "正則化", "-o", "tsv")).isZero();
        assertThat(cli.out()).isEqualTo("""
                1\t1970-01-01T00:00:00.001000+00:00\t9007199254740993
                1.5\t1970-01-01T00:00:00.002000+00:00\tnan
                \t1970-01-01T00:00:00.003000+00:00\t{"x": "NaN"}
                """);
        assertThat(server.asked().getFirst().query()).containsEntry("name", "正則化");
    }

    @Test
    void logsAreListedPrintedAndFollowed() {
        byte[] log = "one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8);
        int[] size = {4};
        server.on("GET /runs/r1/logs", asked -> {
            if (!asked.query().containsKey("path")) {
                return Told.json(200, "{\"items\": [{\"path\": \"logs/a.txt\", \"size\": 14}]}");
            }
            int from = Integer.parseInt(asked.query().get("from"));
            byte[] part = Arrays.copyOfRange(log, from, Math.max(from, size[0]));
            Map<String, String> headers =
                    Map.of("Runlore-Log-Size", "" + size[0], "Runlore-Log-Ended", "" + (size[0] == log.length));
            size[0] = from >= size[0] || from == 0 ? log.length : size[0];
            return new Told(200, part, headers);
        });
        assertThat(cli.run("run", "logs", "r1", "-o", "tsv")).isZero();
        assertThat(cli.out()).isEqualTo("logs/a.txt\t14\n");
        assertThat(cli.run("run", "logs", "r1", "logs/a.txt", "-f")).isZero();
        assertThat(cli.out()).isEqualTo("one\ntwo\nthree\n");
    }
}
