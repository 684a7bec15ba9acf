// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.model;

import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelLink;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Nothing;
import dev.runlore.server.mlflow.run.RunWrites;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which logged models a run took in and gave out. */
public final class LinkCalls implements Calls {
    private final RunWrites writes;

    public LinkCalls(RunWrites writes) {
        this.writes = writes;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/outputs", this::outputs);
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/log-inputs", this::inputs);
    }

    private void outputs(Exchange exchange) throws IOException {
        Arguments told = Arguments.of(exchange);
        RunId run = told.run();
        List<RunRecord> records = links(told, ModelLink.Role.OUTPUT);
        if (records.isEmpty()) {
            throw told.missing("models");
        }
        writes.append(exchange, run, records);
        Nothing.answer(exchange);
    }

    private void inputs(Exchange exchange) throws IOException {
        Arguments told = Arguments.of(exchange);
        writes.append(exchange, told.run(), inputs(told));
        Nothing.answer(exchange);
    }

    /** The models that a run says it took in. */
    static List<RunRecord> inputs(Arguments told) {
        return links(told, ModelLink.Role.INPUT);
    }

    private static List<RunRecord> links(Arguments told, ModelLink.Role role) {
        List<RunRecord> links = new ArrayList<>();
        for (Arguments model : told.objects("models")) {
            long step = role == ModelLink.Role.OUTPUT ? model.requireWhole("step") : 0;
            links.add(new RunRecord.LinkModel(new ModelLink(role, new LoggedModelId(model.text("model_id")), step)));
        }
        return links;
    }
}
