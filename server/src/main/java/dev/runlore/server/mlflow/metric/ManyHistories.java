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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One metric of several runs: its points at sampled steps, or its first ones. */
public final class ManyHistories implements Calls {
    private static final int RUNS = 100;
    private static final int STEPS = 2_500;
    private static final int POINTS = 25_000;

    private final MetricStore metrics;
    private final LongReads reads = new LongReads(4, Duration.ofSeconds(10));

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
        long points = columns.stream().mapToLong(MetricColumn::count).sum();
        reads.write(points, () -> {
            SampledSteps sampled = new SampledSteps();
            columns.forEach(column -> sampled.add(column.parts(metrics), step -> step >= first && step <= last));
            Reading.Wanted wanted =
                    new Reading.Wanted(Point::byStep, SampledSteps.among(sampled.chosen(most)), LongReads.WINDOW);
            answer(exchange, points <= LongReads.SMALL, out -> {
                for (MetricColumn column : columns) {
                    Reading reading = new Reading(metrics, column, wanted, Optional.empty());
                    do {
                        write(out, key, column.run(), reading.take(LongReads.WINDOW));
                    } while (reading.hasMore());
                }
            });
        });
    }

    private void first(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        List<RunId> runs = runs(arguments, "run_id").stream()
                .sorted(Comparator.comparing(RunId::value))
                .toList();
        String key = arguments.text("metric_key");
        int most = Math.min(arguments.limit("max_results", POINTS, Integer.MAX_VALUE), POINTS);
        List<MetricColumn> columns = runs.stream()
                .flatMap(run -> MetricColumn.find(metrics, run, key).stream())
                .toList();
        long points = columns.stream().mapToLong(MetricColumn::count).sum();
        Reading.Wanted wanted = Reading.Wanted.history(most);
        reads.write(
                points,
                () -> answer(exchange, true, out -> {
                    int rest = most;
                    for (MetricColumn column : columns) {
                        List<Point> first = new Reading(metrics, column, wanted, Optional.empty()).take(rest);
                        write(out, key, column.run(), first);
                        rest -= first.size();
                    }
                }));
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

    private static void write(JsonGenerator out, String key, RunId run, List<Point> points) throws IOException {
        for (Point point : points) {
            out.writeStartObject();
            out.writeStringField("key", key);
            MetricJson.write(out, point.value(), point.time(), point.step());
            out.writeStringField("run_id", run.value());
            out.writeEndObject();
        }
    }
}
