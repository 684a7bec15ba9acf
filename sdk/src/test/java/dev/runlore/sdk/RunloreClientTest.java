// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runlore.domain.Artifact;
import dev.runlore.domain.Cell;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Metric;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Tags;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunloreClientTest {
    private static final RunId RUN = new RunId("r1");
    private static final String RUN_JSON = """
            {"id": "r1", "number": 3, "experiment": {"id": "1", "uuid": "ce92d0a9-3e2c-4d51-85de-93ef22249ce1", "name": "Iris"},
             "status": "Completed", "target": "local", "user": {"id": "e9fafe06-b0e4-4154-8374-aae34f9977b2"},
             "created": "2017-09-08T00:58:01.611105Z", "heartbeat": false, "archived": false, "revision": 7, "children": 0,
             "arguments": ["0.5"], "tags": {"a": "b", "flag": null}, "properties": {"CommitId": "e7"},
             "params": {"lr": 0.5, "big": 9007199254740993, "text": {"x": "NaN"}, "nan": "NaN"}, "warnings": [],
             "writers": [{"id": "6f1d3c52-8f0b-5b1e-9c55-3a1f6a3f0f7d", "nextRecord": 5, "pid": 1, "gaps": [[1, 3]], "dropped": 0}],
             "field of a later version": {"x": 1}}
            """;

    private HttpServer http;
    private final List<String> requests = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();

    private int status = 200;
    private String answer = "{}";
    private Map<String, String> headers = Map.of();

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    @Test
    void aRunIsReadWithEveryTypeKept() {
        answer = RUN_JSON;
        dev.runlore.domain.Run run = client().getRun(RUN);
        assertThat(run.status()).isEqualTo(RunStatus.Completed);
        assertThat(run.params())
                .containsEntry("lr", Cell.of(0.5))
                .containsEntry("big", Cell.of(9007199254740993L))
                .containsEntry("text", Cell.of("NaN"))
                .containsEntry("nan", Cell.of(Double.NaN));
        assertThat(run.tags().values()).containsEntry("a", Optional.of("b")).containsEntry("flag", Optional.empty());
        assertThat(run.writers().getFirst().gaps().getFirst().to()).isEqualTo(3);
        assertThat(run.duration()).isEmpty();
    }

    @Test
    void namesTravelInTheQueryEncodedOnce() {
        answer = "{\"t\": [1], \"s\": [null], \"columns\": {\"\": [\"Infinity\"]}}";
        Points points = client().listPoints(RUN, "正則化 100%/é+&", Optional.empty(), Optional.empty());
        assertThat(points.columns().get("")).containsExactly(Cell.of(Double.POSITIVE_INFINITY));
        assertThat(points.steps()).containsExactly(OptionalDouble.empty());
        assertThat(requests.getFirst())
                .isEqualTo(
                        "GET /api/v1/runs/r1/points?name=%E6%AD%A3%E5%89%87%E5%8C%96%20100%25%2F%C3%A9%2B%26&limit=100000");
    }

    @Test
    void aPatchReachesTheServer() {
        answer = RUN_JSON;
        client().changeRun(RUN, RunChange.tags(new Tags(Map.of("k", Optional.of("v"))), List.of("old")));
        assertThat(requests).containsExactly("PATCH /api/v1/runs/r1 Bearer secret");
        assertThat(bodies).containsExactly("{\"tags\":{\"k\":\"v\"},\"untag\":[\"old\"]}");
    }

    @Test
    void aRefusalKeepsCodeDetailAndRequestId() {
        status = 409;
        answer = "{\"code\": \"WRONG_STATE\", \"detail\": \"run r1 is archived; unarchive it\", \"requestId\": \"q1\","
                + " \"nextRecord\": 12, \"missingBlobs\": [\"ab\"]}";
        headers = Map.of("Retry-After", "7");
        ServerException refusal = catchThrowableOfType(ServerException.class, () -> client().getRun(RUN));
        assertThat(refusal).hasMessage("run r1 is archived; unarchive it");
        assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_STATE);
        assertThat(refusal.requestId()).contains("q1");
        assertThat(refusal.nextRecord()).contains(12L);
        assertThat(refusal.missingBlobs()).containsExactly("ab");
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({
        "400,INVALID_ARGUMENT",
        "401,UNAUTHENTICATED",
        "403,PERMISSION_DENIED",
        "404,NOT_FOUND",
        "413,TOO_LARGE",
        "429,RATE_LIMITED",
        "500,INTERNAL",
        "501,NOT_IMPLEMENTED",
        "502,UNAVAILABLE",
        "503,UNAVAILABLE"
    })
    void aRefusalWithoutAProblemDocumentGoesByItsStatus(int httpStatus, ErrorCode code) {
        status = httpStatus;
        answer = "<html>no</html>";
        headers = Map.of("WWW-Authenticate", "Basic realm=\"x\"");
        ServerException refusal = catchThrowableOfType(ServerException.class, () -> client().getRun(RUN));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.status()).isEqualTo(httpStatus);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowedAndCarriesTheTokenNowhere(int redirect) {
        status = redirect;
        headers = Map.of("Location", url() + "/elsewhere");
        ServerException refusal = catchThrowableOfType(ServerException.class, () -> client().getRun(RUN));
        assertThat(refusal).hasMessageContaining("which is not followed");
        assertThat(requests).hasSize(1);
    }

    @Test
    void theTokenIsInAHeaderAndNeverInAMessage() {
        client().listLogs(RUN);
        assertThat(requests).containsExactly("GET /api/v1/runs/r1/logs Bearer secret");
        http.stop(0);
        ServerException none = catchThrowableOfType(ServerException.class, () -> client().getRun(RUN));
        assertThat(none.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(none.status()).isZero();
        assertThat(none).hasMessageContaining("runlore server start").hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[1]", "{\"id\": 5}", "{\"id\": \"../x\"}", "{} {}"})
    void anAnswerOfAnotherKindOfServerSaysSo(String body) {
        answer = body;
        RunloreException wrong = catchThrowableOfType(RunloreException.class, () -> client().getRun(RUN));
        assertThat(wrong).isNotNull();
    }

    @Test
    void anAnswerNestedTooDeepIsRefused() {
        answer = "{\"a\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        RunloreException wrong = catchThrowableOfType(RunloreException.class, () -> client().getRunTree(RUN));
        assertThat(wrong).hasMessageContaining("is it a Runlore server?");
    }

    @Test
    void aHostileArtifactListIsRefused() {
        answer = "{\"items\": [{\"path\": \"../../.bashrc\", \"created\": \"2017-09-08T00:58:01Z\"}]}";
        RunloreException wrong = catchThrowableOfType(
                RunloreException.class, () -> client().listArtifacts(RUN, Optional.empty(), Optional.empty()));
        assertThat(wrong).hasMessageContaining("artifact path '../../.bashrc'");
    }

    @Test
    void metricsHaveTheirSummaries() {
        answer =
                "{\"items\": [{\"name\": \"loss\", \"kind\": \"scalar\", \"columns\": [{\"name\": \"\", \"type\": \"double\","
                        + " \"count\": 2, \"nan\": 1, \"first\": 0.5, \"last\": \"NaN\", \"min\": 0.5, \"lastStep\": 1.0}]}]}";
        Metric metric = client().listMetrics(RUN, Optional.empty()).items().getFirst();
        assertThat(metric.columns().getFirst().last()).isEqualTo(Cell.of(Double.NaN));
        assertThat(metric.columns().getFirst().min()).hasValue(0.5);
        assertThat(metric.columns().getFirst().max()).isEmpty();
    }

    @Test
    void anArtifactWithoutBytesSaysSo() {
        answer =
                "{\"items\": [{\"path\": \"outputs/cm.png\", \"created\": \"2017-09-08T00:58:01Z\"}], \"nextPageToken\": \"t\"}";
        Artifact artifact = client().listArtifacts(RUN, Optional.of("outputs"), Optional.empty())
                .items()
                .getFirst();
        assertThat(artifact.blob()).isEmpty();
        assertThat(requests.getFirst()).startsWith("GET /api/v1/runs/r1/artifacts?prefix=outputs&limit=1000");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        boolean hasQuery = exchange.getRequestURI().getRawQuery() != null;
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + (hasQuery ? "" : " " + token));
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        headers.forEach(exchange.getResponseHeaders()::add);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private RunloreClient client() {
        return new RunloreClient(new Place(Place.parse(url()), Optional.of("secret"), "test"));
    }
}
