// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.cli.TestingServer.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history lst | runlore: 'lst' is not in runlore history; did you mean list",
                "histroy | runlore: 'histroy' is not in runlore; did you mean history",
                "history list -o csv | runlore: output format 'csv' is unknown; use one of json, jsonc, table, tsv, yaml, yamlc, none",
                "history info | runlore: Missing required option: '--run=RUN'",
                "history info -r ../x | runlore: run id must be 1-256 letters",
                "run rename r1 | runlore: Missing required parameter: 'NAME'",
                "run tag r1 | runlore: run tag must get a tag to set or remove but got none",
                "completion fish | runlore: shell must be bash or zsh but is 'fish'",
                "doctor | runlore: 'doctor' must be started by the launcher"
            })
    void wrongUsageIsOneLineAndExitCode2(String arguments, String message) {
        CalledCli cli = new CalledCli(folder);
        assertThat(cli.run(arguments.split(" "))).isEqualTo(2);
        assertThat(cli.err()).startsWith(message).endsWith("\n").hasLineCount(1);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void theVersionIsTheBuilds() {
        CalledCli cli = new CalledCli(folder);
        assertThat(cli.run("--version")).isZero();
        assertThat(cli.out()).matches("runlore [0-9]+\\.[0-9]+\\.[0-9]+\\S*\n");
    }

    @Test
    void helpNamesEveryVerb() {
        CalledCli cli = new CalledCli(folder);
        assertThat(cli.run("-h")).isZero();
        assertThat(cli.out())
                .contains("experiment:", "history   :", "import ", "run ", "submit ", "sync ", "doctor ", "quickstart");
        assertThat(cli.run("run", "tag", "-h")).isZero();
        assertThat(cli.out()).contains("--remove", "KEY[=TEXT]", "--query");
    }

    @Test
    void completionKnowsTheVerbsAndIsValidBash() throws Exception {
        CalledCli cli = new CalledCli(folder);
        assertThat(cli.run("completion", "bash")).isZero();
        assertThat(cli.out()).contains("complete -F _complete_runlore", "quickstart", "unarchive");
        Path script = Files.writeString(folder.resolve("completion"), cli.out());
        Process bash = new ProcessBuilder("bash", "-n", script.toString()).start();
        assertThat(bash.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "400,INVALID_ARGUMENT,2",
        "401,UNAUTHENTICATED,4",
        "403,PERMISSION_DENIED,4",
        "404,NOT_FOUND,3",
        "409,ALREADY_EXISTS,5",
        "409,WRONG_STATE,5",
        "413,TOO_LARGE,6",
        "429,RATE_LIMITED,6",
        "503,UNAVAILABLE,7",
        "500,INTERNAL,1",
        "501,NOT_IMPLEMENTED,1"
    })
    void theExitCodeIsTheErrorsOwn(int status, String code, int exitCode) throws IOException {
        try (TestingServer server = new TestingServer()) {
            server.on("GET /runs", asked -> Told.problem(status, code, ""));
            CalledCli cli = new CalledCli(folder).with("RUNLORE_URL", server.url());
            assertThat(cli.run("history", "list")).isEqualTo(exitCode);
            assertThat(cli.err()).isEqualTo("runlore: " + code + " of the test\n");
            assertThat(cli.run("history", "list", "--debug")).isEqualTo(exitCode);
            assertThat(cli.err()).contains("request id: q1");
        }
    }

    @Test
    void aServersTextCannotDriveTheTerminal() throws IOException {
        try (TestingServer server = new TestingServer()) {
            server.on(
                    "GET /runs",
                    asked -> Told.json(
                            400, "{\"code\": \"INVALID_ARGUMENT\", \"detail\": \"a\\u001b]52;c;x\\u0007b\\nc\"}"));
            CalledCli cli =
                    new CalledCli(folder).with("RUNLORE_URL", server.url()).onTerminal();
            assertThat(cli.run("history", "list")).isEqualTo(2);
            assertThat(cli.err()).isEqualTo("runlore: a\\u001b]52;c;x\\u0007b\n  c\n");
        }
    }

    @Test
    void aServerOfAProjectFileNeverGetsTheTokenOfTheEnvironment() throws IOException {
        try (TestingServer server = new TestingServer()) {
            server.on("GET /runs", asked -> Told.json(200, "{\"columns\": {\"id\": []}}"));
            Files.writeString(folder.resolve("config.json"), "{\"runlore_url\": \"" + server.url() + "\"}");
            CalledCli cli = new CalledCli(folder).with("RUNLORE_TOKEN", "secret");
            assertThat(cli.run("history", "list", "--verbose")).isZero();
            assertThat(server.asked().getFirst().authorization()).isNull();
            assertThat(cli.out()).isEqualTo("[]\n");
            assertThat(cli.err()).contains(folder.resolve("config.json").toString());
        }
    }

    @Test
    void noServerAndNoLauncherIsSaidWithTheNextStep() {
        CalledCli cli = new CalledCli(folder);
        assertThat(cli.run("history", "last")).isEqualTo(7);
        assertThat(cli.err())
                .startsWith("runlore: no server runs on " + folder.resolve("data"))
                .contains("runlore server start");
    }
}
