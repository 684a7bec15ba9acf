// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.measure;

import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.HttpMeasures;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.IntSupplier;

/** {@code GET /metrics}: what this server does and holds, in the OpenMetrics text format. */
public final class MeasureRoutes implements Feature {
    private final HttpMeasures http;
    private final StoredMeasures stored;
    private final IntSupplier watching;
    private final ServerAge age;

    /** @param watching how many watch events now */
    public MeasureRoutes(HttpMeasures http, StoredMeasures stored, IntSupplier watching, ServerAge age) {
        this.http = http;
        this.stored = stored;
        this.watching = watching;
        this.age = age;
    }

    @Override
    public void register(Routes routes) {
        routes.get(Permission.READ, "/metrics", this::show);
    }

    private void show(Exchange exchange) throws IOException {
        OpenMetrics out = new OpenMetrics();
        out.family("runlore_build", "info", "Which version this is.")
                .sample("_info", OpenMetrics.labels("version", age.version()), 1);
        out.gauge(
                "runlore_uptime_seconds",
                "Time since the server started.",
                age.uptime().toMillis() / 1e3);
        requests(out);
        out.gauge("runlore_event_watchers", "Clients that watch events.", watching.getAsInt());
        stored.write(out);
        process(out);
        exchange.bytes(200, OpenMetrics.CONTENT_TYPE, out.end());
    }

    private void requests(OpenMetrics out) {
        Map<HttpMeasures.Route, HttpMeasures.Counts> routes = http.routes();
        out.family("runlore_http_requests", "counter", "Requests that were answered.");
        routes.forEach((route, counts) -> {
            for (int i = 0; i < counts.byClass().length; i++) {
                if (counts.byClass()[i] > 0) {
                    out.sample("_total", labels(route, "status", i + 1 + "xx"), counts.byClass()[i]);
                }
            }
        });
        out.family("runlore_http_request_seconds", "histogram", "Time from a request's headers to its answer's end.");
        routes.forEach((route, counts) -> out.buckets(labels(route), counts.seconds()));
        out.gauge("runlore_http_requests_under_way", "Requests that are being answered.", http.underWay());
        out.family("runlore_http_requests_refused", "counter", "Requests told to come back later.")
                .sample("_total", OpenMetrics.labels("status", "429"), http.limited())
                .sample("_total", OpenMetrics.labels("status", "503"), http.unavailable());
    }

    private static String labels(HttpMeasures.Route route, String... more) {
        String labels = OpenMetrics.labels("method", route.method(), "route", route.path());
        return more.length == 0 ? labels : labels + "," + OpenMetrics.labels(more);
    }

    private static void process(OpenMetrics out) {
        Runtime runtime = Runtime.getRuntime();
        out.gauge("runlore_heap_used_bytes", "Heap in use.", runtime.totalMemory() - runtime.freeMemory());
        out.gauge("runlore_heap_most_bytes", "Heap that may be used.", runtime.maxMemory());
        out.gauge(
                "runlore_threads",
                "Threads of the operating system.",
                ManagementFactory.getThreadMXBean().getThreadCount());
    }
}
