// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.RunId;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.LargeAnswer;
import dev.runlore.store.MetricStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The history of one metric, whole or page by page. */
public final class HistoryCalls implements Calls {
    private final MetricStore metrics;
    private final LongReads reads = new LongReads(12, Duration.ofSeconds(10));
    private final KeptReadings kept = new KeptReadings(4 * LongReads.WINDOW);

    public HistoryCalls(MetricStore metrics) {
        this.metrics = metrics;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.get(Permission.READ, "/metrics/get-history", this::history);
    }

    private void history(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        RunId run = arguments.run();
        String key = arguments.text("metric_key");
        int most = arguments.whole("max_results").isEmpty()
                ? Integer.MAX_VALUE
                : arguments.limit("max_results", Integer.MAX_VALUE, Integer.MAX_VALUE);
        Optional<Place> place = arguments.pageToken().map(Place::parse);
        Optional<MetricColumn> column = MetricColumn.find(metrics, run, key);
        if (column.isEmpty()) {
            exchange.json(200, out -> {
                out.writeStartObject();
                out.writeEndObject();
            });
            return;
        }
        reads.write(column.get().count(), () -> new Answer(key, column.get(), most).write(exchange, place));
    }

    /** One answer; its first points are read before it begins, so that errors can still be told. */
    private final class Answer {
        private final String key;
        private final MetricColumn column;
        private int rest;

        Answer(String key, MetricColumn column, int most) {
            this.key = key;
            this.column = column;
            this.rest = most;
        }

        void write(Exchange exchange, Optional<Place> place) throws IOException {
            Reading reading = place.flatMap(one -> kept.take(column, one))
                    .orElseGet(() -> new Reading(metrics, column, Reading.Wanted.history(LongReads.WINDOW), place));
            List<Point> first = reading.take(rest);
            LargeAnswer.write(
                    exchange, Math.min(rest, column.count()) <= LongReads.SMALL, out -> write(out, reading, first));
        }

        private void write(JsonGenerator out, Reading reading, List<Point> first) throws IOException {
            out.writeStartObject();
            if (!first.isEmpty()) {
                out.writeArrayFieldStart("metrics");
                for (List<Point> points = first; !points.isEmpty(); points = reading.take(rest)) {
                    write(out, points);
                }
                out.writeEndArray();
            }
            if (reading.hasMore()) {
                kept.put(column, reading);
                out.writeStringField(
                        "next_page_token", reading.place().orElseThrow().token());
            }
            out.writeEndObject();
        }

        private void write(JsonGenerator out, List<Point> points) throws IOException {
            for (Point point : points) {
                out.writeStartObject();
                out.writeStringField("key", key);
                MetricJson.write(out, point.value(), point.time(), point.step());
                out.writeEndObject();
            }
            rest -= points.size();
        }
    }
}
