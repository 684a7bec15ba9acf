// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The background server's verbs, with a small Python server in the place of the launcher. */
class ServerVerbsTest {
    private static final String SERVER = """
            #!/usr/bin/env python3
            import fcntl, http.server, json, os, sys, time
            folder = sys.argv[sys.argv.index("--data") + 1]
            if "--port" in sys.argv and sys.argv[sys.argv.index("--port") + 1] == "1":
                sys.exit("runlore: port 1 is taken")
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = b"OK" if self.path == "/health" else b'{"columns": {"id": []}}'
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *arguments):
                    pass
            server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
            file = open(os.path.join(folder, "server.json"), "a+")
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
            except OSError:
                sys.exit("runlore: the folder is served already")
            time.sleep(0.5)
            file.truncate(0)
            url = "http://127.0.0.1:%d" % server.server_port
            json.dump({"url": url, "pid": os.getpid(), "version": "1", "arguments": sys.argv[1:]}, file)
            file.flush()
            server.serve_forever()
            """;

    @TempDir
    Path folder;

    private CalledCli cli;

    @BeforeEach
    void makeLauncher() throws IOException {
        Path launcher = Files.writeString(folder.resolve("launcher"), SERVER);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        cli = new CalledCli(folder).launchedBy(launcher);
    }

    @AfterEach
    void stop() {
        cli.run("server", "stop");
    }

    @Test
    void aServerIsStartedSeenAndStopped() {
        assertThat(cli.run("server", "status")).isEqualTo(3);
        assertThat(cli.out()).isEqualTo("no server runs on " + folder.resolve("data") + "\n");
        assertThat(cli.run("server", "start", "--port", "0")).isZero();
        assertThat(cli.out()).matches("http://127\\.0\\.0\\.1:[0-9]+\n");
        String url = cli.out().strip();
        assertThat(cli.run("server", "status")).isZero();
        assertThat(cli.out()).startsWith(url + " runs on ");
        assertThat(cli.run("server", "start")).isZero();
        assertThat(cli.out()).isEqualTo(url + " (running already)\n");
        assertThat(cli.run("server", "stop")).isZero();
        assertThat(cli.out()).isEqualTo("stopped " + url + "\n");
        assertThat(cli.run("server", "stop")).isZero();
        assertThat(cli.out()).startsWith("no server runs on");
    }

    @Test
    void everySettingGoesToTheServerAndTheDataFolderIsItsUsersAlone() throws IOException {
        assertThat(cli.run("server", "start", "--auth", "token", "--bind", "127.0.0.1", "--allowed-hosts", "a.example"))
                .isZero();
        assertThat(Files.readString(folder.resolve("data").resolve("server.json")))
                .contains("\"--bind\", \"127.0.0.1\", \"--auth\", \"token\", \"--allowed-hosts\", \"a.example\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aVerbWithoutAServerStartsOneThatEndsByItselfAndSaysSoOnce() throws IOException {
        assertThat(cli.run("history", "list")).isZero();
        assertThat(cli.out()).isEqualTo("[]\n");
        assertThat(cli.err())
                .matches("runlore: started a local server at http://127\\.0\\.0\\.1:[0-9]+, which ends by itself"
                        + " when unused; see 'runlore server stop'\n");
        assertThat(folder.resolve("data/server.json")).content().contains("--idle-stop", "120");
        assertThat(cli.run("history", "list")).isZero();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void commandsThatStartAServerAtOnceShareTheOneThatWasFaster() throws Exception {
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            CalledCli other = new CalledCli(folder).launchedBy(folder.resolve("launcher"));
            calls.add(CompletableFuture.supplyAsync(() -> other.run("history", "list"), Thread::startVirtualThread));
        }
        for (CompletableFuture<Integer> call : calls) {
            assertThat(call.get(60, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void aServerThatEndsAtOnceSaysWhy() {
        assertThat(cli.run("server", "start", "--port", "1")).isEqualTo(7);
        assertThat(cli.err()).startsWith("runlore: the server ended with exit code 1: runlore: port 1 is taken (log: ");
    }
}
