// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.cli.TestingServer.Told;
import dev.runlore.project.FolderSnapshot;
import dev.runlore.sdk.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitTest {
    private static final String JOB = "0b8f1d2e-3c4d-4e5f-8a9b-0c1d2e3f4a5b";
    private static final String RUN = "project_1504832281_00000001";

    @TempDir
    Path temp;

    private Path project;
    private TestingServer server;
    private CalledCli cli;
    private String end = "\"status\": \"Completed\"";
    private byte[] log = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);

    @BeforeEach
    void start() throws IOException {
        project = Files.createDirectories(temp.resolve("project"));
        Files.writeString(project.resolve("a.py"), "print(1)\n");
        server = new TestingServer();
        server.on("PUT /snapshots", asked -> Told.json(201, "{\"id\": \"x\", \"files\": 1, \"bytes\": 9}"))
                .on("POST /submissions", asked -> submitted(""))
                .on("GET /runs/" + RUN, asked -> Told.json(200, run(end)))
                .on(
                        "GET /runs/" + RUN + "/logs",
                        asked -> log(Integer.parseInt(asked.query().get("from"))));
        cli = new CalledCli(project)
                .with("RUNLORE_URL", server.url())
                .with("RUNLORE_HOME", temp.resolve("data").toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Told submitted(String more) {
        return Told.json(
                201,
                "{\"run\": " + run("\"status\": \"Queued\"") + ", \"job\": {\"id\": \"" + JOB + "\", \"run\": \"" + RUN
                        + "\", \"target\": \"local\", \"launch\": \"submitter\", \"state\": \"Starting\","
                        + " \"created\": \"2017-09-08T00:58:01.611105Z\"}" + more + "}");
    }

    private static String run(String status) {
        return "{\"id\": \"" + RUN + "\", \"number\": 1, \"experiment\": {\"id\": \"1\","
                + " \"uuid\": \"ce92d0a9-3e2c-4d51-85de-93ef22249ce1\", \"name\": \"project\"}, " + status
                + ", \"target\": \"local\", \"user\": {\"id\": \"e9fafe06-b0e4-4154-8374-aae34f9977b2\"},"
                + " \"created\": \"2017-09-08T00:58:01.611105Z\", \"started\": \"2017-09-08T00:58:02Z\","
                + " \"ended\": \"2017-09-08T00:58:05Z\", \"revision\": 7}";
    }

    private Told log(int from) {
        Map<String, String> headers =
                Map.of("Runlore-Log-Size", Integer.toString(log.length), "Runlore-Log-Ended", "true");
        return new Told(200, Arrays.copyOfRange(log, from, log.length), headers);
    }

    private Map<?, ?> submission() throws IOException {
        TestingServer.Asked asked = server.asked().stream()
                .filter(question -> question.line().equals("POST /submissions"))
                .findFirst()
                .orElseThrow();
        return (Map<?, ?>) Objects.requireNonNull(asked.json());
    }

    private static @Nullable Object at(@Nullable Object tree, String... path) {
        Object now = tree;
        for (String key : path) {
            now = ((Map<?, ?>) Objects.requireNonNull(now)).get(key);
        }
        return now;
    }

    @Test
    void theScriptsOutputStandsBetweenTheTwoHeadings() throws IOException {
        assertThat(cli.run("submit", "a.py", "0.5")).isZero();
        assertThat(cli.out()).isEqualTo("""
                RunId: %1$s

                Executing user inputs .....
                ===========================

                one
                two

                Execution Details
                =================
                RunId: %1$s
                Status: Completed
                Duration: 0:00:03
                """.formatted(RUN));
        assertThat(cli.err()).isEmpty();
        assertThat(at(submission(), "run", "experiment")).isEqualTo("project");
        assertThat(at(submission(), "configuration", "script")).isEqualTo("a.py");
        assertThat(at(submission(), "launch")).isEqualTo("submitter");
        assertThat(at(submission(), "surroundings")).isEqualTo(Map.of("PATH", System.getenv("PATH")));
    }

    @Test
    void belowAProjectsRootTheWholeProjectIsSubmitted() throws IOException {
        assertThat(cli.run("init")).isZero();
        Files.writeString(Files.createDirectory(project.resolve("src")).resolve("b.py"), "print(2)\n");
        String whole = FolderSnapshot.take(project).manifest().id().value();

        assertThat(cli.in("src").run("submit", "--async", "b.py")).isZero();
        assertThat(at(submission(), "snapshot")).isEqualTo(whole);
        assertThat(at(submission(), "configuration", "script")).isEqualTo("src/b.py");
    }

    @Test
    void aScriptOfTheRootIsFoundFromBelowIt() throws IOException {
        assertThat(cli.run("init")).isZero();
        Files.createDirectory(project.resolve("src"));

        assertThat(cli.in("src").run("submit", "--async", "a.py")).isZero();
        assertThat(at(submission(), "configuration", "script")).isEqualTo("a.py");
    }

    @Test
    void theRunBelongsToTheExperimentOfItsProject() throws IOException {
        assertThat(cli.run("init", "-e", "Iris flowers")).isZero();
        assertThat(cli.run("submit", "--async", "a.py")).isZero();
        assertThat(at(submission(), "run", "experiment")).isEqualTo("Iris flowers");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"status\": \"Failed\", \"properties\": {\"runlore.exitCode\": \"3\"}', 3",
        "'\"status\": \"Failed\", \"properties\": {\"runlore.exitCode\": \"137\"}', 137",
        "'\"status\": \"Failed\"', 1",
        "'\"status\": \"Failed\", \"properties\": {\"runlore.exitCode\": \"0\"}', 1",
        "'\"status\": \"Canceled\"', 130",
        "'\"status\": \"Canceled\", \"properties\": {\"runlore.exitCode\": \"143\"}', 130",
        "'\"status\": \"Completed\", \"properties\": {\"runlore.exitCode\": \"0\"}', 0"
    })
    void theExitCodeIsTheScripts(String status, int exitCode) {
        end = status;
        assertThat(cli.run("submit", "a.py")).isEqualTo(exitCode);
        assertThat(cli.run("run", "wait", RUN)).isEqualTo(exitCode);
    }

    @Test
    void allAfterTheScriptIsTheScripts() throws IOException {
        List<String> arguments = List.of(
                "-c",
                "x",
                "--",
                "--async",
                "-h",
                "two words",
                "quote\"'",
                "line\nfeed",
                "",
                "$(touch canary)",
                "@file",
                "ü");
        String[] call = Stream.concat(
                        List.of("submit", "-e", "e", "--tag", "a=b=c", "--tag", "flag", "--name", "n", "a.py").stream(),
                        arguments.stream())
                .toArray(String[]::new);
        assertThat(cli.run(call)).isZero();
        assertThat(at(submission(), "configuration", "arguments")).isEqualTo(arguments);
        assertThat(at(submission(), "run", "experiment")).isEqualTo("e");
        assertThat(at(submission(), "run", "name")).isEqualTo("n");
        assertThat(new String(JsonTree.write(at(submission(), "run", "tags")), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":\"b=c\",\"flag\":null}");
    }

    @Test
    void aDoubleDashBeforeTheScriptEndsTheOptions() throws IOException {
        Files.writeString(project.resolve("-a.py"), "");
        assertThat(cli.run("submit", "--", "-a.py", "-x")).isZero();
        assertThat(at(submission(), "configuration", "script")).isEqualTo("-a.py");
        assertThat(at(submission(), "configuration", "arguments")).isEqualTo(List.of("-x"));
    }

    @Test
    void asyncPrintsTheIdAndReturns() {
        assertThat(cli.run("submit", "--async", "a.py")).isZero();
        assertThat(cli.out()).isEqualTo("RunId: " + RUN + "\n");
        assertThat(cli.run("experiment", "submit", "--async", "-o", "json", "--query", "run_id", "a.py"))
                .isZero();
        assertThat(cli.out()).isEqualTo("\"" + RUN + "\"\n");
        assertThat(server.lines()).noneMatch(line -> line.contains("/logs"));
    }

    @Test
    void azMlExperimentSubmitIsTheSame() throws IOException {
        write("aml_config/local.runconfig", "ArgumentVector: [$file]\nFramework: Python\nTarget: local\n");
        assertThat(cli.as("az").run("ml", "experiment", "submit", "-c", "local", "a.py", "0.1"))
                .isZero();
        assertThat(at(submission(), "configuration", "arguments")).isEqualTo(List.of("0.1"));
    }

    @Test
    void aFileOfARunConfigurationStandsForItsScript() throws IOException {
        write("aml_config/nightly.runconfig", "ArgumentVector: [a.py, '7']\nFramework: Python\nTarget: local\n");
        assertThat(cli.run("submit", "aml_config/nightly.runconfig")).isZero();
        assertThat(at(submission(), "configuration", "arguments")).isEqualTo(List.of("7"));
        assertThat(cli.run("submit", "aml_config/nightly.runconfig", "8")).isEqualTo(2);
        assertThat(cli.err()).startsWith("runlore: arguments must follow a script");
    }

    @Test
    void whatIsLeftOutAndWhatWillBeUsedIsTold() throws IOException {
        write(".env", "SECRET=1\n");
        write(".azureml/local.runconfig", "environment: {python: {condaDependenciesFile: c.yml}}\n");
        write("c.yml", "dependencies: [python=3.11, numpy, pip: [requests]]\n");
        assertThat(cli.run("submit", "--async", "a.py")).isZero();
        assertThat(cli.err()).isEqualTo("""
                runlore: the snapshot leaves out files whose names look like secrets: .env
                runlore: packages python 3.11 numpy requests
                """);
        assertThat(at(submission(), "warnings"))
                .isEqualTo(List.of("the snapshot leaves out files whose names look like secrets: .env"));
    }

    @Test
    void aScriptThatIsNotThereIsSubmittedNowhere() {
        assertThat(cli.run("submit", "b.py")).isEqualTo(3);
        assertThat(cli.err()).startsWith("runlore: script 'b.py' is not in the snapshot of " + project);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void onATerminalTheOutputLosesItsEscapesAndElsewhereNothing() {
        log = new byte[] {27, '[', '3', '1', 'm', 'r', (byte) 0xff, '\r', '\n'};
        assertThat(cli.run("run", "logs", "-f", RUN)).isZero();
        assertThat(cli.outBytes()).isEqualTo(log);
        assertThat(cli.onTerminal().run("run", "logs", "-f", RUN)).isZero();
        assertThat(cli.outBytes()).isEqualTo(new byte[] {'r', (byte) 0xff, '\n'});
    }

    @Test
    void aServerElsewhereHasItsRunnerStartedHereWithNothingButTheAllowedVariables() throws Exception {
        String claim = ", \"claimToken\": \"rl_job_x\"";
        server.on("POST /submissions", asked -> submitted(claim));
        byte[] runner = zip(
                "import os, sys\nopen(os.environ['RUNLORE_HOME'] + '/seen.part', 'w').write(repr([sys.argv[1:],"
                        + " sorted(k for k in os.environ if k.startswith(('RUNLORE', 'AWS', 'PATH'))),"
                        + " os.environ['RUNLORE_JOB_TOKEN'], os.environ['RUNLORE_JOB'], os.getsid(0) == os.getpid()]))\n"
                        + "os.rename(os.environ['RUNLORE_HOME'] + '/seen.part', os.environ['RUNLORE_HOME'] + '/seen')\n");
        server.on("GET /runner.pyz", asked -> new Told(200, runner, Map.of()));
        assertThat(cli.with("AWS_SECRET", "s").run("submit", "--async", "a.py")).isZero();
        Path seen = temp.resolve("data/seen");
        for (int i = 0; i < 400 && !Files.exists(seen); i++) {
            Thread.sleep(25);
        }
        assertThat(seen)
                .content()
                .isEqualTo("[['" + RUN + "'], ['PATH', 'RUNLORE_HOME', 'RUNLORE_JOB', 'RUNLORE_JOB_TOKEN',"
                        + " 'RUNLORE_SPOOL', 'RUNLORE_URL'], 'rl_job_x', '" + JOB + "', True]");
        assertThat(temp.resolve("data/jobs/" + RUN + "/runner.log")).isEmptyFile();
    }

    @Test
    void aCutRunnerIsNotStarted() throws IOException {
        server.on("POST /submissions", asked -> submitted(", \"claimToken\": \"rl_job_x\""));
        byte[] runner = zip("print(1)");
        server.on("GET /runner.pyz", asked -> new Told(200, Arrays.copyOf(runner, runner.length - 9), Map.of()));
        assertThat(cli.run("submit", "--async", "a.py")).isEqualTo(1);
        assertThat(cli.err()).contains("the runner is no zip archive");
    }

    private static byte[] zip(String main) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("__main__.py"));
            new ByteArrayInputStream(main.getBytes(StandardCharsets.UTF_8)).transferTo(zip);
        }
        return bytes.toByteArray();
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
