// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Json;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.server.mlflow.LargeAnswer;
import dev.runlore.store.MetricStore;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** One metric of several runs: its points at sampled steps, or its first ones. */
public final class ManyHistories implements Calls {
    private static final int RUNS = 100;
    private static final int STEPS = 2_500;
    private static final int POINTS = 25_000;
    /** Points of which an answer is still made in memory. */
    private static final int SMALL = 100_000;

    private final MetricStore metrics;

    public ManyHistories(MetricStore metrics) {
        this.metrics = metrics;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.get(Permission.READ, "/metrics/get-history-bulk-interval", this::interval);
        endpoints.get(Permission.READ, "/metrics/get-history-bulk", this::first);
    }

    private static List<RunId> runs(Arguments arguments, String name) {
        List<RunId> runs =
                arguments.texts(name).stream().map(RunId::new).distinct().toList();
        if (runs.isEmpty()) {
            throw arguments.missing(name);
        }
        if (runs.size() > RUNS) {
            throw RunloreException.invalid("GetMetricHistoryBulk request must specify at most " + RUNS
                    + " run_ids. Received " + runs.size() + " run_ids. Please split up your requests.");
        }
        return runs;
    }

    private void interval(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        List<RunId> runs = runs(arguments, "run_ids");
        String key = arguments.text("metric_key");
        Optional<Long> from = arguments.whole("start_step");
        Optional<Long> to = arguments.whole("end_step");
        if (from.isPresent() != to.isPresent()) {
            throw RunloreException.invalid(
                    "If either start step or end step are specified, both must be specified. Send both or none.");
        }
        if (from.isPresent() && from.get() > to.get()) {
            throw Faults.invalid(
                    "end_step", to.get().toString(), "it must not be below start_step, " + from.get() + ".");
        }
        int most = arguments.limit("max_results", STEPS, STEPS);
        long first = from.orElse(Long.MIN_VALUE);
        long last = to.orElse(Long.MAX_VALUE);
        List<MetricColumn> columns = runs.stream()
                .flatMap(run -> MetricColumn.find(metrics, run, key).stream())
                .toList();
        // Read twice, so that no more than what is shown of one history is ever held.
        SampledSteps sampled = new SampledSteps();
        columns.forEach(column -> sampled.add(column.parts(metrics), step -> step >= first && step <= last));
        LongPredicate shown = SampledSteps.among(sampled.chosen(most));
        boolean isSmall = columns.stream().mapToLong(MetricColumn::count).sum() <= SMALL;
        answer(exchange, isSmall, out -> {
            for (MetricColumn column : columns) {
                History history = History.read(metrics, column, shown).byStep();
                for (int i = 0; i < history.size(); i++) {
                    write(out, column.run(), key, history, i);
                }
            }
        });
    }

    private void first(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        List<RunId> runs = runs(arguments, "run_id").stream()
                .sorted(Comparator.comparing(RunId::value))
                .toList();
        String key = arguments.text("metric_key");
        int most = Math.min(arguments.limit("max_results", POINTS, Integer.MAX_VALUE), POINTS);
        answer(exchange, true, out -> {
            int rest = most;
            for (RunId run : runs) {
                History history = rest > 0 ? History.read(metrics, run, key) : History.NONE;
                for (int i = 0; i < history.size() && rest > 0; i++, rest--) {
                    write(out, run, key, history, i);
                }
            }
        });
    }

    private static void answer(Exchange exchange, boolean isSmall, Json.Part points) throws IOException {
        LargeAnswer.write(exchange, isSmall, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("metrics");
            points.write(out);
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, RunId run, String key, History history, int index) throws IOException {
        out.writeStartObject();
        out.writeStringField("key", key);
        MetricJson.write(out, history.values()[index], history.times()[index], history.steps()[index]);
        out.writeStringField("run_id", run.value());
        out.writeEndObject();
    }
}
