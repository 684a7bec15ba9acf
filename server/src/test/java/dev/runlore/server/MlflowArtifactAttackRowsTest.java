// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that broke artifact proxies, as raw bytes. What lies outside stays unread and unchanged, and every refusal is JSON. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MlflowArtifactAttackRowsTest {
    /** What the engine cannot read has no path by which it could be told whose clients ask. */
    private static final String UNREADABLE = "\"code\":\"INVALID_ARGUMENT\"";

    private static final String CANARY = "the canary lives";

    private Path outside;
    private Path canary;
    private ServedFolder served;
    private String root;

    @BeforeAll
    void serve(@TempDir Path folder) throws Exception {
        outside = folder;
        canary = Files.writeString(outside.resolve("canary"), CANARY);
        Path data = Files.createDirectory(outside.resolve("data"));
        Files.writeString(data.resolve("token"), CANARY);
        served = new ServedFolder(data);
        served.run("r");
        root = ServedFolder.json(served.get("/api/v1/runs/r"))
                        .at("/experiment/id")
                        .asText() + "/r/artifacts/";
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private String raw(String method, String target, String type, String body) throws IOException {
        return RawSocket.send(
                served.url(),
                method + " " + target + " HTTP/1.1\r\nHost: " + served.url().getAuthority() + "\r\nContent-Type: "
                        + type + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    private void assertRefused(String what, String answer) throws IOException {
        assertThat(answer.substring(0, 12)).as(what).isIn("HTTP/1.1 400", "HTTP/1.1 404");
        assertThat(answer)
                .as(what)
                .containsAnyOf("{\"error_code\":\"", UNREADABLE)
                .doesNotContain(CANARY)
                .doesNotContain(outside.toString())
                .doesNotContain("Exception")
                .doesNotContain("<html");
        assertThat(canary).hasContent(CANARY);
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).containsExactlyInAnyOrder(canary, outside.resolve("data"));
        }
        assertThat(served.store.runs().folder(new RunId("r"), Optional.empty())).isEmpty();
    }

    /** Rows 1, 2, 11, 14, 33, 53: below a run, and in the place of its parts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../canary",
                "..",
                "a/../../canary",
                "a/%2e%2e/%2e%2e/canary",
                "%2e%2e%2fcanary",
                "%2E%2E/canary",
                ".%2e/canary",
                "./x",
                "a//b",
                "a/",
                "/etc/passwd",
                "%2fetc%2fpasswd",
                "//proc/self/root",
                "..;/canary",
                "a/..;x=y/canary",
                "C:%5Cx",
                "C:/x",
                "%5C%5Chost%5Cx",
                "..%5Ccanary",
                "%c0%ae%c0%ae/canary",
                "%ff",
                "a%00.png",
                "a%0d%0aSet-Cookie:%20x=y",
                "a%0ab",
                "a%1bb",
                "%ed%a0%80",
                "%zz",
                "%2",
                "%u002e%u002e/canary",
            })
    void whatIsNoPathIsRefused(String path) throws Exception {
        String proxy = "/api/2.0/mlflow-artifacts/";
        for (String method : List.of("GET", "PUT", "DELETE")) {
            String body = method.equals("PUT") ? "overwritten" : "";
            assertRefused(method, raw(method, proxy + "artifacts/" + root + path, "text/plain", body));
        }
        assertRefused("part", raw("PUT", proxy + "mpu/part/" + root + path + "?upload_id=0", "text/plain", "x"));
        for (String step : List.of("create", "complete", "abort")) {
            String target = proxy + "mpu/" + step + "/" + root + path;
            String body = "{\"path\":\"x\",\"num_parts\":1,\"upload_id\":\"0\",\"parts\":[]}";
            assertRefused(step, raw("POST", target, "application/json", body));
        }
        String list = raw("GET", proxy + "artifacts?path=" + root + path, "text/plain", "");
        assertThat(list).doesNotContain(CANARY).doesNotContain("is_dir");
    }

    /** Rows 5, 6, 14: above the runs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/mlflow-artifacts/artifacts/../../canary",
                "/api/2.0/mlflow-artifacts/artifacts/a/%2e%2e/%2e%2e/canary",
                "/api/2.0/mlflow-artifacts/artifacts/%2e%2e%2f%2e%2e%2fcanary",
                "/api/2.0/mlflow-artifacts/artifacts/1/../../token",
                "/api/2.0/mlflow-artifacts/artifacts/1/..%2ftoken",
                "/api/2.0/mlflow-artifacts/artifacts//etc/passwd",
                "/api/2.0/mlflow-artifacts/artifacts;/../../../../../canary",
                "/api/2.0/mlflow-artifacts/%2e%2e/%2e%2e/canary",
                "/ajax-api/2.0/mlflow-artifacts/artifacts/..;/..;/token",
                "/get-artifact?run_id=r&path=../../token",
                "/get-artifact?run_id=r&path=%2e%2e/%2e%2e/token",
                "/get-artifact?run_id=../..&path=token",
                "/api/2.0/mlflow/artifacts/list?run_id=r&path=../..",
                "/api/2.0/mlflow/artifacts/list?run_id=..%2f..&path=x",
            })
    void noUrlLeadsOutOfTheTree(String target) throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            if (!method.equals("GET") && !target.contains("mlflow-artifacts")) {
                continue;
            }
            String answer = raw(method, target, "text/plain", method.equals("PUT") ? "overwritten" : "");
            assertRefused(method, answer);
        }
    }
}
