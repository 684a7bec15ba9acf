// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.RunId;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.store.MetricStore;
import java.io.IOException;

/** Histories of metrics. */
public final class HistoryCalls implements Calls {
    private final MetricStore metrics;

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
        History history = History.read(metrics, run, key);
        exchange.json(200, out -> {
            out.writeStartObject();
            if (history.size() > 0) {
                out.writeArrayFieldStart("metrics");
                for (int i = 0; i < history.size(); i++) {
                    out.writeStartObject();
                    out.writeStringField("key", key);
                    MetricJson.write(out, history.values()[i], history.times()[i], history.steps()[i]);
                    out.writeEndObject();
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }
}
