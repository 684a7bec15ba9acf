// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.server.mlflow.Nothing;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Models of a run as clients before version 3 tell of them: a tag that lists them. */
public final class ModelTagCalls implements Calls {
    private static final String HISTORY = "mlflow.log-model.history";
    private static final List<String> REQUIRED = List.of("artifact_path", "flavors", "utc_time_created", "run_id");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunAnswers answers;
    private final RunWrites writes;
    /** The tag is read, made longer and written. */
    private final Lock changes = new ReentrantLock();

    public ModelTagCalls(RunAnswers answers, RunWrites writes) {
        this.answers = answers;
        this.writes = writes;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.WRITE_OF_RUN, "/runs/log-model", this::log);
    }

    private void log(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        RunId run = arguments.run();
        ObjectNode model = model(arguments.text("model_json"));
        exchange.requireWritable(run);
        changes.lock();
        try {
            Optional<String> before = answers.get(run).tags().values().getOrDefault(HISTORY, Optional.empty());
            String after = longer(before, model);
            writes.append(exchange, run, List.of(new RunRecord.Tag(HISTORY, Optional.of(after))));
        } finally {
            changes.unlock();
        }
        Nothing.answer(exchange);
    }

    private static ObjectNode model(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode model) {
                for (String name : REQUIRED) {
                    if (!model.has(name)) {
                        throw RunloreException.invalid("Model json is missing mandatory fields: '" + name + "'. It must"
                                + " be the JSON of an MLmodel file.");
                    }
                }
                return model;
            }
        } catch (JsonProcessingException e) {
            // the sentence below says it
        }
        throw Faults.invalid("model_json", '"' + text + '"', "Malformed model info. It must be a JSON object as text.");
    }

    /** The list with one more, unless a request is repeated; the oldest go when there is no room for all. */
    private static String longer(Optional<String> before, JsonNode model) {
        ArrayNode models = list(before);
        if (models.valueStream().anyMatch(model::equals)) {
            return before.orElseThrow();
        }
        models.add(model);
        while (models.toString().length() > Limits.RUN_TAG && models.size() > 1) {
            models.remove(0);
        }
        String text = models.toString();
        if (text.length() > Limits.RUN_TAG) {
            throw RunloreException.invalid("'model_json' exceeds the maximum length of " + Limits.RUN_TAG
                    + " characters; log the model with fewer details.");
        }
        return text;
    }

    private static ArrayNode list(Optional<String> before) {
        try {
            if (before.isPresent() && JSON.readTree(before.get()) instanceof ArrayNode models) {
                return models;
            }
        } catch (JsonProcessingException noList) {
            // somebody else has set the tag; a list begins
        }
        return JSON.createArrayNode();
    }
}
