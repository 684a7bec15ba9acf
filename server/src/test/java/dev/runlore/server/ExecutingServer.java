// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runlore.compute.local.LocalTarget;
import dev.runlore.server.job.JobSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A server that starts real processes, runners of Python that stand in for the product's, and that asks for a token everywhere. It
 * may be restarted, as a server after a crash is.
 */
final class ExecutingServer implements AutoCloseable {
    static final String AUTHORIZATION = "Bearer " + TestingServer.TOKEN;
    static final String PYTHON = "/usr/bin/python3";

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final int parallel;
    private TestingServer server;
    private String snapshot;

    ExecutingServer(Path data, int parallel) throws IOException {
        this.data = Files.createDirectories(data);
        this.parallel = parallel;
        try (InputStream script = ExecutingServer.class.getResourceAsStream("stand-in-runner.py")) {
            Files.copy(script, runner(), StandardCopyOption.REPLACE_EXISTING);
        }
        start();
    }

    private Path runner() {
        return data.resolve("runner.py");
    }

    void start() throws IOException {
        server = TestingServer.executing(data, new JobSettings(new LocalTarget(), parallel, data, runner()));
        Files.writeString(data.resolve("port"), Integer.toString(server.url().getPort()));
        snapshot = putSnapshot();
    }

    private String putSnapshot() throws IOException {
        String sha = "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b";
        send("PUT", "/api/v1/blobs/" + sha, "\n", "application/octet-stream");
        HttpResponse<String> answer =
                send("PUT", "/api/v1/snapshots", "f " + sha + " 1 train.py\n", "application/octet-stream");
        return TestingServer.json(answer).get("id").textValue();
    }

    TestingServer server() {
        return server;
    }

    String snapshot() {
        return snapshot;
    }

    HttpResponse<String> send(String method, String path, String body, String type) throws IOException {
        return server.send(method, path, body, "Authorization", AUTHORIZATION, "Content-Type", type);
    }

    HttpResponse<String> post(String path, JsonNode body) throws IOException {
        return send("POST", path, body.toString(), "application/json");
    }

    JsonNode get(String path) throws IOException {
        return TestingServer.json(server.get(path, "Authorization", AUTHORIZATION));
    }

    /** A submission of a script with these arguments. */
    ObjectNode submission(String run, String launch, String... arguments) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("run").put("id", run).put("experiment", "iris").put("user", "anna");
        body.put("snapshot", snapshot);
        body.putObject("configuration").put("script", "train.py").set("arguments", JSON.valueToTree(arguments));
        body.putObject("surroundings").put("PATH", "/usr/bin:/bin");
        return body.put("interpreterDefault", PYTHON).put("launch", launch);
    }

    JsonNode submit(String run, String... arguments) throws IOException {
        HttpResponse<String> answer = post("/api/v1/submissions", submission(run, "server", arguments));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestingServer.json(answer);
    }

    JsonNode run(String run) throws IOException {
        return get("/api/v1/runs/" + run);
    }

    /** The run's latest job. */
    JsonNode job(String run) throws IOException {
        return get("/api/v1/jobs?state=all&limit=1000")
                .get("items")
                .valueStream()
                .filter(job -> job.get("run").textValue().equals(run))
                .findFirst()
                .orElseThrow();
    }

    /** The job of a run that has ended: it ends with the run, which who polls may see a moment before. */
    JsonNode endedJob(String run) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        JsonNode found = job(run);
        while (!found.get("state").textValue().equals("Ended") && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(30);
            found = job(run);
        }
        assertThat(found.get("state").textValue()).isEqualTo("Ended");
        return found;
    }

    /** The run as soon as it is as wanted. */
    JsonNode await(String run, Predicate<JsonNode> wanted) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        JsonNode found = run(run);
        while (!wanted.test(found) && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(30);
            found = run(run);
        }
        assertThat(wanted.test(found)).as(found.toString()).isTrue();
        return found;
    }

    JsonNode await(String run, String status) throws Exception {
        return await(run, found -> found.get("status").textValue().equals(status));
    }

    /** The runs that a runner noted in one of the folder's files, in their order. */
    List<String> noted(String name) throws IOException {
        Path file = data.resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** What the runner of a run was told to do. */
    JsonNode claim(String run) throws IOException {
        return JSON.readTree(
                data.resolve("jobs").resolve(run).resolve("claim.json").toFile());
    }

    /** The processes of this folder's runners. */
    List<ProcessHandle> runners() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(given -> List.of(given).contains(runner().toString()))
                        .isPresent())
                .toList();
    }

    Path data() {
        return data;
    }

    /** Tells of a runner what it was started with. */
    static Map<String, String> environment(ProcessHandle runner) throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (String entry :
                Files.readString(Path.of("/proc/" + runner.pid() + "/environ")).split("\0")) {
            variables.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
        }
        return variables;
    }

    /** Stops the server; its runners go on. */
    void stop() {
        server.close();
    }

    @Override
    public void close() {
        server.close();
        runners().forEach(ProcessHandle::destroyForcibly);
    }
}
