// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.experiment;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentDraft;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.server.experiment.Experiments;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.server.mlflow.Names;
import dev.runlore.server.mlflow.Nothing;
import dev.runlore.server.mlflow.WireTags;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Experiments: made, read, renamed, tagged, deleted and restored. */
public final class ExperimentCalls implements Calls {
    private static final String TAG_KEY = "Tag key";

    private final KnownExperiments known;
    private final Experiments experiments;

    public ExperimentCalls(KnownExperiments known, Experiments experiments) {
        this.known = known;
        this.experiments = experiments;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.post(Permission.WRITE, "/experiments/create", this::create);
        endpoints.get(Permission.READ, "/experiments/get", this::get);
        endpoints.get(Permission.READ, "/experiments/get-by-name", this::getByName);
        endpoints.post(Permission.WRITE, "/experiments/update", this::rename);
        endpoints.post(Permission.WRITE, "/experiments/delete", this::delete);
        endpoints.post(Permission.WRITE, "/experiments/restore", this::restore);
        endpoints.post(Permission.WRITE, "/experiments/set-experiment-tag", this::tag);
        endpoints.post(Permission.WRITE, "/experiments/delete-experiment-tag", this::untag);
    }

    private void create(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        String name = name(arguments, "name");
        refuseLocation(arguments);
        Map<String, String> tags = WireTags.read(arguments, "tags", TAG_KEY);
        ExperimentId id = create(ExperimentTags.draft(name, tags)).id();
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("experiment_id", id.toString());
            out.writeEndObject();
        });
    }

    private Experiment create(ExperimentDraft draft) {
        try {
            var made = known.store().create(draft);
            if (made.created()) {
                return made.experiment();
            }
        } catch (RunloreException refused) {
            if (refused.code() != ErrorCode.ALREADY_EXISTS) {
                throw refused;
            }
        }
        throw taken(draft.name());
    }

    private static RunloreException taken(String name) {
        return new RunloreException(
                ErrorCode.ALREADY_EXISTS,
                "Experiment(name=" + Shown.text(name) + ") already exists. A deleted experiment keeps its name too;"
                        + " restore it or use another name.");
    }

    private static String name(Arguments arguments, String parameter) {
        return Names.requireLength("Experiment name", arguments.text(parameter), Limits.EXPERIMENT_NAME);
    }

    /** Artifacts always go through this server. */
    private static void refuseLocation(Arguments arguments) {
        arguments.find("artifact_location").filter(text -> !text.isEmpty()).ifPresent(location -> {
            throw Faults.invalid(
                    "artifact_location",
                    '"' + location + '"',
                    "this server chooses where artifacts lie; leave the location out.");
        });
    }

    private void get(Exchange exchange) throws IOException {
        answer(exchange, known.get(id(Arguments.of(exchange))));
    }

    private void getByName(Exchange exchange) throws IOException {
        String name = Arguments.of(exchange).text("experiment_name");
        answer(
                exchange,
                known.findByName(name)
                        .orElseThrow(() -> RunloreException.notFound(
                                "Could not find experiment with name '" + Shown.text(name) + "'")));
    }

    private void rename(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        ExperimentId id = id(arguments);
        String name = name(arguments, "new_name");
        known.getActive(id);
        try {
            change(id, draft -> new ExperimentDraft(name, draft.description(), draft.primaryMetric(), draft.tags()));
        } catch (RunloreException refused) {
            throw refused.code() == ErrorCode.ALREADY_EXISTS ? taken(name) : refused;
        }
        Nothing.answer(exchange);
    }

    private void delete(Exchange exchange) throws IOException {
        Experiment experiment = known.get(id(Arguments.of(exchange)));
        if (experiment.archived()) {
            throw KnownExperiments.missing(experiment.id(), " that is not deleted.");
        }
        experiments.change(experiment.id(), draft -> draft, Optional.of(true));
        Nothing.answer(exchange);
    }

    private void restore(Exchange exchange) throws IOException {
        Experiment experiment = known.get(id(Arguments.of(exchange)));
        if (!experiment.archived()) {
            throw KnownExperiments.missing(experiment.id(), " that is deleted.");
        }
        experiments.restoreAll(experiment.id());
        Nothing.answer(exchange);
    }

    private void tag(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        ExperimentId id = id(arguments);
        String key = Names.require(TAG_KEY, "key", arguments.text("key"));
        String value = arguments.find("value").orElse("");
        known.getActive(id);
        change(id, draft -> ExperimentTags.with(draft, key, value));
        Nothing.answer(exchange);
    }

    private void untag(Exchange exchange) throws IOException {
        Arguments arguments = Arguments.of(exchange);
        ExperimentId id = id(arguments);
        String key = arguments.text("key");
        if (!ExperimentTags.shown(known.getActive(id)).containsKey(key)) {
            throw RunloreException.notFound("No tag with name: " + Shown.text(key) + " in experiment with id " + id);
        }
        change(id, draft -> ExperimentTags.without(draft, key));
        Nothing.answer(exchange);
    }

    private void change(ExperimentId id, UnaryOperator<ExperimentDraft> change) {
        experiments.change(id, change, Optional.empty());
    }

    private static ExperimentId id(Arguments arguments) {
        return KnownExperiments.id(arguments.text("experiment_id"));
    }

    private static void answer(Exchange exchange, Experiment experiment) {
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeFieldName("experiment");
            ExperimentJson.write(out, experiment);
            out.writeEndObject();
        });
    }
}
