// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelMetric;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Nothing;
import dev.runlore.server.mlflow.model.ModelPoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a run logs: metrics, parameters and tags, one or many. */
public final class LogCalls implements Calls {
    private static final int METRICS = 1_000;
    private static final int PARAMS = 100;
    private static final int TAGS = 100;
    private static final int TOGETHER = 1_000;

    private final RunWrites writes;
    private final ModelPoints models;

    public LogCalls(RunWrites writes, ModelPoints models) {
        this.writes = writes;
        this.models = models;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/log-metric", this::metric);
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/log-parameter", this::parameter);
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/set-tag", this::tag);
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/log-batch", this::batch);
    }

    private void metric(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        RunId run = arguments.run();
        appendPoints(exchange, run, List.of(LoggedRecords.metric(arguments)), List.of(arguments));
    }

    private void parameter(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        RunId run = arguments.run();
        append(exchange, run, List.of(LoggedRecords.parameter(arguments)));
    }

    private void tag(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        RunId run = arguments.run();
        append(exchange, run, LoggedRecords.tag(run, arguments));
    }

    private void batch(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        RunId run = arguments.run();
        List<Arguments> metrics = arguments.objects("metrics");
        appendPoints(exchange, run, records(run, metrics, arguments), metrics);
    }

    /** Points that name a logged model are noted there too; the answer to a request that is repeated stores nothing twice. */
    private void appendPoints(Exchange exchange, RunId run, List<RunRecord> records, List<Arguments> points) {
        Map<LoggedModelId, List<ModelMetric>> ofModels = models.read(run, points);
        writes.append(exchange, run, records);
        models.note(ofModels);
        Nothing.answer(exchange);
    }

    private void append(Exchange exchange, RunId run, List<RunRecord> records) {
        writes.append(exchange, run, records);
        Nothing.answer(exchange);
    }

    private static List<RunRecord> records(RunId run, List<Arguments> metrics, Arguments arguments) {
        List<Arguments> params = arguments.objects("params");
        List<Arguments> tags = arguments.objects("tags");
        requireAtMost(METRICS, "metrics", metrics.size());
        requireAtMost(PARAMS, "params", params.size());
        requireAtMost(TAGS, "tags", tags.size());
        requireAtMost(TOGETHER, "metrics, params, and tags", metrics.size() + params.size() + tags.size());
        List<RunRecord> records = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Arguments param : params) {
            RunRecord.Parameter parameter = LoggedRecords.parameter(param);
            if (!keys.add(parameter.key())) {
                throw RunloreException.invalid("Duplicate parameter keys have been submitted: '"
                        + Shown.text(parameter.key()) + "'. Please ensure the request contains each key once.");
            }
            records.add(parameter);
        }
        metrics.forEach(metric -> records.add(LoggedRecords.metric(metric)));
        tags.forEach(tag -> records.addAll(LoggedRecords.tag(run, tag)));
        return records;
    }

    private static void requireAtMost(int most, String what, int count) {
        if (count > most) {
            throw RunloreException.invalid("A batch logging request can contain at most " + most + " " + what + ". Got "
                    + count + " " + what + ". Please split up your requests.");
        }
    }
}
