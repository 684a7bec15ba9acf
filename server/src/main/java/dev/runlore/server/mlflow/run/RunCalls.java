// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Run;
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
import dev.runlore.server.mlflow.experiment.KnownExperiments;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs: made, read, updated, deleted and restored. */
public final class RunCalls implements Calls {
    private final KnownExperiments experiments;
    private final RunWrites writes;
    private final RunAnswers answers;

    public RunCalls(KnownExperiments experiments, RunWrites writes, RunAnswers answers) {
        this.experiments = experiments;
        this.writes = writes;
        this.answers = answers;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/create", this::create);
        endpoints.get(Permission.READ, "/runs/get", this::get);
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/update", this::update);
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/delete-tag", this::untag);
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/delete", exchange -> archive(exchange, true));
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/restore", exchange -> archive(exchange, false));
    }

    private void create(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        NewRun run = NewRun.read(arguments);
        ExperimentId id = arguments
                .find("experiment_id")
                .filter(text -> !text.isEmpty())
                .map(KnownExperiments::id)
                .orElse(ExperimentId.DEFAULT);
        Experiment experiment = experiments.getActive(id);
        writes.create(exchange, run, experiment.name());
        answer(exchange, answers.get(run.id()));
    }

    private void get(Exchange exchange) throws IOException {
        answer(exchange, answers.get(Arguments.of(exchange).run()));
    }

    private void answer(Exchange exchange, Run run) {
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeFieldName("run");
            answers.write(out, List.of(run));
            out.writeEndObject();
        });
    }

    private void update(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        RunId id = arguments.run();
        List<RunRecord> records = new ArrayList<>();
        Optional<MlflowStatus> status =
                arguments.choice("status", MlflowStatus.names()).map(MlflowStatus::valueOf);
        Optional<Instant> end = Moments.find(arguments, "end_time");
        if (status.isPresent() || end.isPresent()) {
            records.add(new RunRecord.Overrule(status.map(MlflowStatus::toRunStatus), end));
        }
        arguments
                .find("run_name")
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> records.addAll(RunTags.set(id, RunTags.NAME, name)));
        writes.append(exchange, id, records);
        Run run = answers.get(id);
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeFieldName("run_info");
            RunJson.writeInfo(out, run);
            out.writeEndObject();
        });
    }

    private void untag(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        RunId id = arguments.run();
        String key = arguments.text("key");
        boolean isThere = RunTags.shown(answers.get(id)).containsKey(key);
        writes.append(exchange, id, isThere ? RunTags.delete(key) : List.of());
        if (!isThere) {
            throw RunloreException.notFound("No tag with name: " + Shown.text(key) + " in run with id " + id);
        }
        Nothing.answer(exchange);
    }

    private void archive(Exchange exchange, boolean archived) throws IOException {
        writes.archive(exchange, Arguments.of(exchange).run(), archived);
        Nothing.answer(exchange);
    }
}
