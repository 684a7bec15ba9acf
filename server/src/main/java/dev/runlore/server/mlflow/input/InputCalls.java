// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.input;

import dev.runlore.domain.ModelLink;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Nothing;
import dev.runlore.server.mlflow.model.LinkCalls;
import dev.runlore.server.mlflow.run.RunWrites;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The datasets and models that a run says it uses. */
public final class InputCalls implements Calls {
    private final RunWrites writes;

    public InputCalls(RunWrites writes) {
        this.writes = writes;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/log-inputs", this::log);
    }

    private void log(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        RunId run = arguments.run();
        List<RunRecord> records = new ArrayList<>();
        for (Arguments input : arguments.objects("datasets")) {
            records.add(new RunRecord.UseDataset(InputJson.read(input)));
        }
        records.addAll(LinkCalls.read(arguments, ModelLink.Role.INPUT));
        writes.append(exchange, run, records);
        Nothing.answer(exchange);
    }
}
