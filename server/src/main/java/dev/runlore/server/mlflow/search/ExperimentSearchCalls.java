// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.Experiment;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Offset;
import dev.runlore.server.mlflow.Views;
import dev.runlore.server.mlflow.experiment.ExperimentJson;
import dev.runlore.server.mlflow.experiment.KnownExperiments;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Searches for experiments: there are few of them, so all are looked at. */
public final class ExperimentSearchCalls implements Calls {
    private static final int USUAL = 1_000;
    private static final int MOST = 50_000;

    private final KnownExperiments experiments;

    public ExperimentSearchCalls(KnownExperiments experiments) {
        this.experiments = experiments;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.READ, "/experiments/search", this::search);
        endpoints.get(Permission.READ, "/experiments/search", this::search);
    }

    private void search(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        int most = arguments.limit("max_results", USUAL, MOST);
        Predicate<Experiment> filter =
                ExperimentFilterParser.parse(arguments.find("filter").orElse(""));
        Comparator<Experiment> order = ExperimentOrders.parse(arguments.texts("order_by"));
        int from = Offset.of(arguments);
        List<Experiment> found = experiments.list(Views.read(arguments, "view_type")).stream()
                .filter(filter)
                .sorted(order)
                .toList();
        int start = Math.min(from, found.size());
        int end = Math.min(start + most, found.size());
        exchange.json(200, out -> {
            out.writeStartObject();
            if (start < end) {
                out.writeArrayFieldStart("experiments");
                for (Experiment experiment : found.subList(start, end)) {
                    ExperimentJson.write(out, experiment);
                }
                out.writeEndArray();
            }
            if (end < found.size()) {
                out.writeStringField("next_page_token", Offset.token(end));
            }
            out.writeEndObject();
        });
    }
}
