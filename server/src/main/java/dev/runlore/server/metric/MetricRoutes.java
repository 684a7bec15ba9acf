// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Metric;
import dev.runlore.domain.Page;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Json;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import dev.runlore.server.run.Runs;
import dev.runlore.store.MetricStore;
import dev.runlore.store.bucket.Buckets;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads metrics: their summaries, their points, their names, and series cut into buckets. */
public final class MetricRoutes implements Feature {
    private static final int USUAL_PAGE = 100;
    private static final int USUAL_POINTS = 10_000;

    private final MetricStore metrics;
    private final Runs runs;

    public MetricRoutes(MetricStore metrics, Runs runs) {
        this.metrics = metrics;
        this.runs = runs;
    }

    @Override
    public void register(Routes routes) {
        routes.get(Permission.READ, "/api/v1/runs/{run}/metrics", this::list);
        routes.get(Permission.READ, "/api/v1/runs/{run}/points", this::points);
        routes.get(Permission.READ, "/api/v1/metric-names", this::names);
        routes.post(Permission.READ, "/api/v1/series:buckets", this::buckets);
    }

    private void list(Exchange exchange) {
        RunId run = exchange.run();
        Query query = exchange.query();
        int limit = query.limit(USUAL_PAGE, Limits.PAGE);
        Optional<String> name = query.find("name");
        Page<Metric> page = name.isPresent()
                ? new Page<>(metrics.find(run, name.get()).stream().toList(), Optional.empty())
                : metrics.list(run, limit, query.pageToken());
        if (page.items().isEmpty()) {
            runs.get(run);
        }
        exchange.json(200, out -> MetricJson.write(out, page));
    }

    private void points(Exchange exchange) throws IOException {
        RunId run = exchange.run();
        Query query = exchange.query();
        String name = query.get("name");
        int limit = query.limit(USUAL_POINTS, Limits.POINTS);
        MetricStore.PointPage page =
                read(run, () -> metrics.points(run, name, query.find("column"), limit, query.pageToken()));
        stream(exchange, out -> PointsJson.write(out, page));
    }

    // Millions of numbers go out as they are written: no answer of this size is held in memory.
    private static void stream(Exchange exchange, Json.Part part) throws IOException {
        try (JsonGenerator out = Json.STREAMING.createGenerator(exchange.open(200, "application/json"))) {
            part.write(out);
        }
    }

    /** Where the run itself is not there, that is said before anything about its metrics. */
    private MetricStore.PointPage read(RunId run, Supplier<MetricStore.PointPage> points) {
        try {
            return points.get();
        } catch (RunloreException missing) {
            runs.get(run);
            throw missing;
        }
    }

    private void names(Exchange exchange) {
        Query query = exchange.query();
        Page<MetricStore.MetricName> page = metrics.names(
                query.find("experiment"),
                query.find("q").filter(part -> !part.isEmpty()),
                query.limit(USUAL_PAGE, Limits.PAGE),
                query.pageToken());
        exchange.json(200, out -> MetricJson.writeNames(out, page));
    }

    private void buckets(Exchange exchange) throws IOException {
        BucketQuery query = BucketQuery.of(exchange.json());
        Map<RunId, Buckets> buckets = metrics.buckets(query.runs(), query.name(), query.column(), query.cut());
        query.runs().stream().filter(run -> !buckets.containsKey(run)).forEach(runs::get);
        stream(exchange, out -> BucketsJson.write(out, query.runs(), buckets));
    }
}
