// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.ArtifactRoutesTest.assertProblem;
import static dev.runlore.server.ServedFolder.header;
import static dev.runlore.server.ServedFolder.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageRoutesTest {
    private static final String HOSTILE = "<script>alert(1)</script>\\\"'><img src=x onerror=alert(1)>";

    @TempDir
    Path folder;

    private ServedFolder served;

    @BeforeEach
    void serve() throws Exception {
        served = new ServedFolder(folder);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void theListHasTheNewestRunsAndLinksToThem() throws Exception {
        assertThat(text(served.get("/"))).contains("There are no runs here yet");
        served.run("first");
        served.run("second");
        String page = text(served.get("/"));
        assertThat(page.indexOf("href=\"/runs/second\"")).isBetween(1, page.indexOf("href=\"/runs/first\""));
        assertThat(page).contains("<bdi>iris</bdi>").contains("<bdi>Running</bdi>");
    }

    @Test
    void aRunsPageShowsWhatItLoggedAndLeft() throws Exception {
        served.run(
                "r",
                "{\"n\":0,\"t\":1,\"m\":\"Accuracy\",\"v\":0.6792452830188679}",
                "{\"n\":1,\"t\":1,\"param\":{\"lr\":10}}");
        served.octets("PUT", "/api/v1/runs/r/artifacts?path=outputs/a%20b.txt", new byte[3]);
        served.octets(
                "POST",
                "/api/v1/runs/r/logs?path=azureml-logs/70_driver_log.txt&offset=0",
                "epoch 1\n".getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> page = served.get("/runs/r");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(header(page, "Content-Security-Policy")).contains("script-src 'self'");
        assertThat(text(page))
                .contains("<bdi>0.6792452830188679</bdi>")
                .contains("<dt><bdi>lr</bdi></dt><dd><bdi>10</bdi></dd>")
                .contains("href=\"/api/v1/runs/r/artifacts?path=outputs%2Fa+b.txt\"")
                .contains("<pre>epoch 1\n</pre>")
                .contains("prefers-color-scheme: dark")
                .contains("name=\"viewport\"");
        assertThat(served.get("/api/v1/runs/r/artifacts?path=outputs%2Fa+b.txt").body())
                .hasSize(3);
        assertProblem(served.get("/runs/none"), 404, "run 'none'");
    }

    @Test
    void whateverAClientNamedOrLoggedIsOnlyText() throws Exception {
        served.post(
                "/api/v1/runs",
                "{\"id\":\"r\",\"experiment\":\"" + HOSTILE + "\",\"name\":\"" + HOSTILE + "\",\"description\":\""
                        + HOSTILE
                        + "\",\"script\":\"" + HOSTILE + "\",\"arguments\":[\"" + HOSTILE + "\"],\"user\":\"" + HOSTILE
                        + "\",\"host\":\"" + HOSTILE + "\",\"tags\":{\"" + HOSTILE + "\":\"" + HOSTILE
                        + "\"},\"properties\":{\"" + HOSTILE + "\":\"" + HOSTILE + "\"},\"params\":{\"" + HOSTILE
                        + "\":\""
                        + HOSTILE + "\"}}");
        served.send(
                "POST",
                "/api/v1/runs/r/records?writer=6f1d3c52-8f0b-4b1e-9c55-3a1f6a3f0f7d&first=0",
                ("{\"n\":0,\"t\":1,\"m\":\"" + HOSTILE + "\",\"r\":{\"" + HOSTILE + "\":\"" + HOSTILE + "\"}}\n"
                                + "{\"n\":1,\"t\":1,\"warning\":\"" + HOSTILE + "\"}\n")
                        .getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-ndjson; format=1");
        String path = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22'.txt";
        served.octets("PUT", "/api/v1/runs/r/artifacts?path=" + path, new byte[1]);
        served.octets(
                "POST",
                "/api/v1/runs/r/logs?path=" + path + "x&offset=0",
                (HOSTILE + "\u001b]52;c;x\u0007\u202e").getBytes(StandardCharsets.UTF_8));
        served.post(
                "/api/v1/runs/r/fail",
                "{\"error\":{\"code\":\"" + HOSTILE + "\",\"message\":\"" + HOSTILE + "\",\"type\":\"" + HOSTILE
                        + "\",\"stack\":\"" + HOSTILE + "\"}}");
        for (String page : new String[] {text(served.get("/runs/r")), text(served.get("/"))}) {
            assertThat(page)
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img src=x onerror=alert(1)&gt;")
                    .doesNotContain("<script")
                    .doesNotContain("<img")
                    .doesNotContain("\u001b")
                    .doesNotContain("\u0007");
        }
    }
}
