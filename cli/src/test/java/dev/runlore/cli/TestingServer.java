// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runlore.sdk.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server whose answers a test writes down by method and path; it keeps what it was asked. */
public final class TestingServer implements AutoCloseable {

    /** What was asked. */
    public record Asked(
            String line,
            Map<String, String> query,
            byte[] body,
            @Nullable String authorization) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public @Nullable Object json() {
            try {
                return JsonTree.read(new ByteArrayInputStream(body));
            } catch (IOException e) {
                throw new IllegalStateException("the body is no JSON: " + text(), e);
            }
        }
    }

    /** What is answered. */
    public record Told(int status, byte[] body, Map<String, String> headers) {
        public static Told json(int status, String json) {
            return new Told(status, json.getBytes(StandardCharsets.UTF_8), Map.of());
        }

        public static Told json(Object tree) {
            return new Told(200, JsonTree.write(tree), Map.of());
        }

        public static Told problem(int status, String code, String more) {
            return json(
                    status,
                    "{\"code\": \"" + code + "\", \"detail\": \"" + code + " of the test\", \"requestId\": \"q1\""
                            + more + "}");
        }
    }

    public interface Answering {
        Told answer(Asked asked);
    }

    private final HttpServer http;
    private final Map<String, Answering> answers = new LinkedHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    public TestingServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** {@code line} is such as {@code GET /runs}; a path may end in {@code *}. */
    public TestingServer on(String line, Answering answering) {
        answers.put(line, answering);
        return this;
    }

    public List<Asked> asked() {
        return asked;
    }

    public List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath().replaceFirst("^/api/v1", "");
        String line = exchange.getRequestMethod() + " " + path;
        Asked question = new Asked(
                line,
                query(exchange.getRequestURI().getRawQuery()),
                exchange.getRequestBody().readAllBytes(),
                exchange.getRequestHeaders().getFirst("Authorization"));
        asked.add(question);
        Told told = answering(line).answer(question);
        told.headers().forEach(exchange.getResponseHeaders()::add);
        boolean empty = told.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(told.status(), empty ? -1 : told.body().length);
        if (!empty) {
            exchange.getResponseBody().write(told.body());
        }
        exchange.close();
    }

    private Answering answering(String line) {
        List<Answering> found = new ArrayList<>();
        answers.forEach((key, answering) -> {
            boolean prefix = key.endsWith("*") && line.startsWith(key.substring(0, key.length() - 1));
            if (prefix || key.equals(line)) {
                found.add(answering);
            }
        });
        return found.isEmpty() ? asking -> Told.problem(404, "NOT_FOUND", "") : found.getLast();
    }

    private static Map<String, String> query(@Nullable String text) {
        Map<String, String> query = new LinkedHashMap<>();
        if (text != null) {
            for (String pair : text.split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
