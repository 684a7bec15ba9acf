// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeasureRoutesTest {
    private static final String WRITER = "00000000-0000-4000-8000-000000000001";

    @TempDir
    private Path folder;

    private static Exposition read(TestingServer server) throws IOException {
        HttpResponse<String> answer = server.get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        return Exposition.parse(answer.body());
    }

    @Test
    void whatIsAskedAndStoredIsCounted() throws IOException {
        try (TestingServer server = TestingServer.open(folder)) {
            Exposition before = read(server);
            assertThat(before.value("runlore_runs")).isZero();
            assertThat(before.value("runlore_stored_points_total")).isZero();

            server.post("/api/v1/runs", "{\"id\":\"one\",\"experiment\":\"iris\"}");
            for (int i = 0; i < 3; i++) {
                server.records(
                        "one",
                        WRITER,
                        i * 2,
                        "{\"n\":%d,\"t\":1,\"m\":\"loss\",\"v\":0.5}\n{\"n\":%d,\"t\":2,\"m\":\"loss\",\"v\":0.25}\n"
                                .formatted(i * 2, i * 2 + 1));
            }
            server.get("/api/v1/runs/none");
            server.send("BREW", "/api/v1/coffee", "");
            server.send(
                    "PUT",
                    "/api/v1/runs/one/artifacts?path=a.txt",
                    "12345",
                    "Content-Type",
                    "application/octet-stream");

            Exposition after = read(server);
            assertThat(after.value("runlore_runs")).isEqualTo(1);
            assertThat(after.value("runlore_series")).isEqualTo(1);
            assertThat(after.value("runlore_stored_points_total")).isEqualTo(6);
            assertThat(after.value("runlore_blobs")).isEqualTo(1);
            assertThat(after.value("runlore_blob_bytes")).isEqualTo(5);
            assertThat(after.value("runlore_database_bytes")).isPositive();
            assertThat(after.value("runlore_build_info{version=\"test\"}")).isEqualTo(1);
            String records = "method=\"POST\",route=\"/api/v1/runs/{run}/records\"";
            assertThat(after.value("runlore_http_requests_total{" + records + ",status=\"2xx\"}"))
                    .isEqualTo(3);
            assertThat(after.value("runlore_http_request_seconds_count{" + records + "}"))
                    .isEqualTo(3);
            assertThat(after.value("runlore_http_request_seconds_bucket{" + records + ",le=\"+Inf\"}"))
                    .isEqualTo(3);
            assertThat(after.value("runlore_http_request_seconds_sum{" + records + "}"))
                    .isPositive();
            assertThat(after.value(
                            "runlore_http_requests_total{method=\"GET\",route=\"/api/v1/runs/{run}\",status=\"4xx\"}"))
                    .isEqualTo(1);
            assertThat(after.value("runlore_http_requests_total{method=\"other\",route=\"none\",status=\"4xx\"}"))
                    .isEqualTo(1);
            assertThat(after.value("runlore_commit_requests_sum")).isGreaterThanOrEqualTo(5);
            assertThat(after.value("runlore_commit_seconds_count")).isPositive();
            assertThat(after.value("runlore_write_queue_bytes")).isZero();
            assertThat(after.value("runlore_http_requests_under_way")).isEqualTo(1);
            assertThat(after.value("runlore_heap_used_bytes")).isBetween(1e6, after.value("runlore_heap_most_bytes"));
        }
    }

    @Test
    void itIsReadAsEverythingElseIs() throws IOException {
        try (TestingServer server = TestingServer.withTokenEverywhere(folder)) {
            assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(server.get("/metrics", "Authorization", "Bearer " + TestingServer.TOKEN)
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
