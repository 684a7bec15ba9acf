// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.run;

import dev.runlore.domain.Appended;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.UsedDataset;
import dev.runlore.domain.Writer;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import dev.runlore.store.RunStore;
import dev.runlore.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs over HTTP. */
public final class RunRoutes implements Feature {
    private static final String RUNS = "/api/v1/runs";
    private static final String RUN = RUNS + "/{run}";

    private final Runs runs;
    private final NewRuns newRuns;
    private final RunStore store;
    private final RunTable table;
    private final RunGroups groups;
    private final Supplier<UUID> ids;
    private final Cancellation cancellation;

    /** @param ids of runs for which the client names none */
    public RunRoutes(Runs runs, Store store, Supplier<UUID> ids, Cancellation cancellation) {
        this.runs = runs;
        this.newRuns = new NewRuns(store);
        this.store = store.runs();
        this.table = new RunTable(store);
        this.groups = new RunGroups(store.runs());
        this.ids = ids;
        this.cancellation = cancellation;
    }

    @Override
    public void register(Routes routes) {
        routes.get(Permission.READ, RUNS, this::list);
        routes.get(Permission.READ, RUNS + ":groups", this::group);
        routes.post(Permission.WRITE_OF_RUN, RUNS, this::create);
        routes.get(Permission.READ, RUN, this::get);
        routes.patch(Permission.WRITE, RUN, this::change);
        routes.get(Permission.READ, RUN + "/datasets", this::datasets);
        action(routes, "start", fields -> status(RunStatus.Running, fields));
        action(routes, "complete", fields -> status(RunStatus.Completed, fields));
        action(routes, "fail", fields -> status(RunStatus.Failed, fields));
        routes.post(Permission.WRITE, RUN + "/cancel", this::cancel);
        action(routes, "resume", fields -> new RunRecord.Resume(fields.time("at")));
        action(routes, "archive", fields -> new RunRecord.Archive(true));
        action(routes, "unarchive", fields -> new RunRecord.Archive(false));
        routes.post(Permission.WRITE, RUN + "/heartbeat", this::beat);
    }

    private void action(Routes routes, String verb, Function<Fields, RunRecord> record) {
        routes.post(Permission.WRITE, RUN + "/" + verb, exchange -> {
            RunRecord change = record.apply(exchange.jsonOrNothing());
            answer(exchange, 200, runs.change(exchange.run(), List.of(change)));
        });
    }

    private static RunRecord.Status status(RunStatus to, Fields fields) {
        return new RunRecord.Status(
                to, fields.time("at"), to == RunStatus.Failed ? RunErrors.read(fields) : Optional.empty());
    }

    private void cancel(Exchange exchange) throws IOException {
        RunRecord.Status canceled = status(RunStatus.Canceled, exchange.jsonOrNothing());
        answer(exchange, 200, cancellation.cancel(exchange.run(), canceled));
    }

    private void list(Exchange exchange) {
        RunTable.Answer answer = table.list(exchange.query());
        exchange.json(200, answer::write);
    }

    private void group(Exchange exchange) {
        RunGroups.Answer answer = groups.list(exchange.query());
        exchange.json(200, answer::write);
    }

    private void create(Exchange exchange) throws IOException {
        RunDraft draft = RunDrafts.read(exchange.json(), new RunId(ids.get().toString()));
        newRuns.require(exchange, draft);
        Appended appended = runs.create(draft);
        answer(exchange, appended.created() ? 201 : 200, runs.get(draft.id()));
    }

    private void get(Exchange exchange) {
        Run run = runs.get(exchange.run());
        if (exchange.header("If-None-Match").filter(etag(run)::equals).isPresent()) {
            exchange.with("ETag", etag(run)).empty(304);
        } else {
            answer(exchange, 200, run);
        }
    }

    private void datasets(Exchange exchange) {
        RunId run = runs.get(exchange.run()).id();
        List<UsedDataset> used = store.datasets(List.of(run)).getOrDefault(run, List.of());
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("items");
            for (UsedDataset one : used) {
                DatasetJson.write(out, one);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private void change(Exchange exchange) throws IOException {
        List<RunRecord> records = RunPatch.read(exchange.json());
        answer(exchange, 200, runs.change(exchange.run(), records));
    }

    private void beat(Exchange exchange) throws IOException {
        exchange.jsonOrNothing();
        Appended appended = runs.append(exchange.run(), Writer.DIRECT, List.of(new RunRecord.Heartbeat()));
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("status", appended.status().name());
            out.writeNumberField("revision", appended.revision());
            out.writeEndObject();
        });
    }

    private static void answer(Exchange exchange, int status, Run run) {
        exchange.with("ETag", etag(run)).json(status, out -> RunJson.write(out, run));
    }

    private static String etag(Run run) {
        return '"' + Long.toString(run.revision()) + '"';
    }
}
