// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Sends every request of every example to a new server and compares the answers, also with the API description. */
class SpecExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SPEC = Path.of("../spec");

    @TestFactory
    Stream<DynamicTest> everyExampleIsAnsweredAsItSays(@TempDir Path folder) throws IOException {
        AnswerSchemas schemas = new AnswerSchemas(SPEC.resolve("openapi.yaml"));
        List<Path> examples;
        try (Stream<Path> files = Files.list(SPEC.resolve("examples"))) {
            examples = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        assertThat(examples).isNotEmpty();
        return examples.stream()
                .map(example -> DynamicTest.dynamicTest(
                        example.getFileName().toString(),
                        () -> replay(
                                example, folder.resolve(example.getFileName().toString()), schemas)));
    }

    private static void replay(Path example, Path folder, AnswerSchemas schemas) throws IOException {
        Files.createDirectories(folder);
        try (TestingServer server = TestingServer.open(folder)) {
            int number = 0;
            for (JsonNode request : JSON.readTree(example.toFile()).get("requests")) {
                number++;
                HttpResponse<String> answer = send(server, request);
                check(
                        number + " " + request.get("method").textValue() + " "
                                + request.get("path").textValue(),
                        request,
                        answer,
                        schemas);
            }
        }
    }

    private static HttpResponse<String> send(TestingServer server, JsonNode request) throws IOException {
        List<String> headers = new ArrayList<>();
        request.path("headers").properties().forEach(header -> {
            headers.add(header.getKey());
            headers.add(header.getValue().textValue());
        });
        if (request.has("body")) {
            headers.addAll(List.of("Content-Type", "application/json"));
        }
        if (request.path("token").booleanValue()) {
            headers.addAll(List.of("Authorization", "Bearer " + TestingServer.TOKEN));
        }
        String body = request.has("body")
                ? request.get("body").toString()
                : request.path("text").asText();
        return server.send(
                request.get("method").textValue(),
                request.get("path").textValue(),
                body,
                headers.toArray(String[]::new));
    }

    private static void check(String where, JsonNode request, HttpResponse<String> answer, AnswerSchemas schemas)
            throws IOException {
        JsonNode expect = request.get("expect");
        assertThat(answer.statusCode())
                .as(where + ": " + answer.body())
                .isEqualTo(expect.get("status").intValue());
        expect.path("headers")
                .properties()
                .forEach(header -> ExampleMatch.check(
                        where + " header " + header.getKey(),
                        JSON.getNodeFactory()
                                .textNode(answer.headers()
                                        .firstValue(header.getKey())
                                        .orElse("")),
                        header.getValue()));
        if (answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.contains("json"))
                .isEmpty()) {
            return;
        }
        JsonNode body = JSON.readTree(answer.body());
        ExampleMatch.check(
                where, body, expect.path("body").isMissingNode() ? JSON.createObjectNode() : expect.get("body"));
        assertThat(schemas.faults(
                        request.get("method").textValue(), request.get("path").textValue(), answer.statusCode(), body))
                .as(where + " and the API description: " + answer.body())
                .isEmpty();
    }
}
