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
import java.util.Optional;

/** The history of one metric, whole or page by page. */
public final class HistoryCalls implements Calls {
    /** Points of an answer that is still made in memory. */
    private static final int SMALL = 100_000;

    private final MetricStore metrics;
    private final KeptHistories kept = new KeptHistories();

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
        int most = arguments.limit("max_results", Integer.MAX_VALUE, Integer.MAX_VALUE);
        Optional<Place> place = arguments.pageToken().map(Place::parse);
        History history = place.flatMap(after -> kept.find(run, key))
                .orElseGet(() -> kept.put(run, key, History.read(metrics, run, key), most));
        int start = place.map(after -> after.in(history)).orElse(0);
        int end = (int) Math.min(history.size(), (long) start + most);
        LargeAnswer.write(exchange, end - start <= SMALL, out -> write(out, key, history, start, end));
    }

    private static void write(JsonGenerator out, String key, History history, int start, int end) throws IOException {
        out.writeStartObject();
        if (start < end) {
            out.writeArrayFieldStart("metrics");
            for (int i = start; i < end; i++) {
                out.writeStartObject();
                out.writeStringField("key", key);
                MetricJson.write(out, history.values()[i], history.times()[i], history.steps()[i]);
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        if (end < history.size()) {
            out.writeStringField("next_page_token", Place.after(history, end).token());
        }
        out.writeEndObject();
    }
}
