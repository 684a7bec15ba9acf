// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.server.experiment.Experiments;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Routes;
import dev.runlore.server.mlflow.artifact.ArtifactCalls;
import dev.runlore.server.mlflow.experiment.ExperimentCalls;
import dev.runlore.server.mlflow.experiment.KnownExperiments;
import dev.runlore.server.mlflow.metric.HistoryCalls;
import dev.runlore.server.mlflow.metric.ManyHistories;
import dev.runlore.server.mlflow.model.LinkCalls;
import dev.runlore.server.mlflow.model.LoggedModelCalls;
import dev.runlore.server.mlflow.model.ModelPoints;
import dev.runlore.server.mlflow.model.RegistryCalls;
import dev.runlore.server.mlflow.model.VersionCalls;
import dev.runlore.server.mlflow.run.LogCalls;
import dev.runlore.server.mlflow.run.ModelTagCalls;
import dev.runlore.server.mlflow.run.RunAnswers;
import dev.runlore.server.mlflow.run.RunCalls;
import dev.runlore.server.mlflow.run.RunWrites;
import dev.runlore.server.mlflow.search.ExperimentSearchCalls;
import dev.runlore.server.mlflow.search.SearchCalls;
import dev.runlore.server.run.Runs;
import dev.runlore.store.Store;
import java.util.List;

/** The REST protocol of MLflow. */
public final class MlflowRoutes implements Feature {
    private final String prefix;
    private final List<Calls> groups;

    /** @param prefix empty, or a path such as {@code /tracking} below which all of it is served too */
    public MlflowRoutes(Store store, Runs runs, Experiments experiments, ArtifactCalls artifacts, String prefix) {
        this.prefix = prefix;
        KnownExperiments known = new KnownExperiments(store.experiments());
        RunWrites writes = new RunWrites(runs);
        RunAnswers answers = new RunAnswers(store.metrics(), store.loggedModels(), runs);
        this.groups = List.of(
                new Probes(),
                new ExperimentCalls(known, experiments),
                new RunCalls(known, writes, answers),
                new LogCalls(writes, new ModelPoints(store.loggedModels())),
                new ModelTagCalls(answers, writes),
                new HistoryCalls(store.metrics()),
                new ManyHistories(store.metrics()),
                new ExperimentSearchCalls(known),
                new SearchCalls(store.runs(), known, answers),
                artifacts,
                new LoggedModelCalls(store.loggedModels(), known),
                new LinkCalls(writes),
                new RegistryCalls(store.models()),
                new VersionCalls(store.models(), store.loggedModels()));
    }

    @Override
    public void register(Routes routes) {
        Endpoints endpoints = new Endpoints(routes, prefix);
        routes.errors(new MlflowErrors(endpoints));
        groups.forEach(group -> group.register(endpoints));
    }
}
