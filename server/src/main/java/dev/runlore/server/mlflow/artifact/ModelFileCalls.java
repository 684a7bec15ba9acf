// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.LoggedModel;
import dev.runlore.domain.LoggedModelId;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.artifact.ArtifactBytes;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Permission;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.ArtifactUris;
import dev.runlore.server.mlflow.Calls;
import dev.runlore.server.mlflow.Endpoints;
import java.io.IOException;
import java.util.Optional;

/** Files of one logged model or version, named by its id and a path. */
final class ModelFileCalls implements Calls {
    private static final String LOGGED = "/logged-models/{model}/artifacts";

    private final Locations.Models models;
    private final ArtifactBytes bytes;

    ModelFileCalls(Locations.Models models, ArtifactBytes bytes) {
        this.models = models;
        this.bytes = bytes;
    }

    @Override
    public void register(Endpoints endpoints) {
        endpoints.getAtRoot(Permission.READ, "/model-versions/get-artifact", this::version);
        endpoints.get(Permission.READ, LOGGED + "/directories", this::list);
        endpoints.get(Permission.READ, LOGGED + "/files", this::logged);
    }

    private void version(Exchange exchange) throws IOException {
        Arguments told = Arguments.of(exchange);
        long version = told.requireWhole("version");
        VersionFiles files = new VersionFiles(models.registered(), new ModelName(told.text("name")), version);
        bytes.answerToSave(exchange, files.shown(), files.get(RunFileCalls.path(told.text("path"))));
    }

    private void list(Exchange exchange) throws IOException {
        Arguments told = Arguments.of(exchange);
        LoggedModel model = model(exchange);
        Optional<ArtifactPath> folder = told.find("artifact_directory_path")
                .filter(path -> !path.isEmpty())
                .map(RunFileCalls::folder);
        exchange.json(
                200,
                FileList.within(ArtifactUris.of(model), folder, models.logged().folder(model.id(), folder)));
    }

    private void logged(Exchange exchange) throws IOException {
        Arguments told = Arguments.of(exchange);
        LoggedModel model = model(exchange);
        LoggedModelFiles files = new LoggedModelFiles(models.logged(), model.experiment(), model.id());
        bytes.answerToSave(exchange, files.shown(), files.get(RunFileCalls.path(told.text("artifact_file_path"))));
    }

    private LoggedModel model(Exchange exchange) {
        LoggedModelId id = new LoggedModelId(exchange.path("model"));
        return models.logged()
                .find(id)
                .orElseThrow(() -> RunloreException.notFound("Logged model with ID '" + id + "' not found."));
    }
}
