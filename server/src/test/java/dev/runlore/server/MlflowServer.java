// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server as a client of MLflow talks to it. */
final class MlflowServer {
    static final String API = "/api/2.0/mlflow/";

    private final TestingServer server;

    MlflowServer(TestingServer server) {
        this.server = server;
    }

    /** What a call answers that succeeds. */
    JsonNode post(String call, String json) throws IOException {
        return answered(call, server.post(API + call, json));
    }

    /** As {@link #post}, with names and values in turn. */
    JsonNode get(String call, String... arguments) throws IOException {
        return answered(call, server.get(API + call + query(arguments)));
    }

    private static JsonNode answered(String call, HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as("%s: %s", call, response.body()).isEqualTo(200);
        return TestingServer.json(response);
    }

    HttpResponse<String> send(String method, String call, String json) throws IOException {
        return server.send(method, API + call, json, "Content-Type", "application/json");
    }

    HttpResponse<String> ask(String call, String... arguments) throws IOException {
        return server.get(API + call + query(arguments));
    }

    /** A query of names and values in turn. */
    static String query(String... arguments) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < arguments.length; i += 2) {
            pairs.add(arguments[i] + "=" + URLEncoder.encode(arguments[i + 1], StandardCharsets.UTF_8));
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    String experiment(String name) throws IOException {
        return post("experiments/create", "{\"name\":\"" + name + "\"}")
                .get("experiment_id")
                .textValue();
    }

    /** A new run of an experiment; its id. */
    String run(String experiment) throws IOException {
        return post("runs/create", "{\"experiment_id\":\"" + experiment + "\",\"start_time\":1700000000000}")
                .at("/run/info/run_id")
                .textValue();
    }

    JsonNode read(String run) throws IOException {
        return get("runs/get", "run_id", run).get("run");
    }

    static void assertRefused(HttpResponse<String> response, int status, String code, String start) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode error = TestingServer.json(response);
        assertThat(error.get("error_code").textValue()).isEqualTo(code);
        assertThat(error.get("message").textValue()).startsWith(start);
    }
}
