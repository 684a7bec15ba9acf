// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.model;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ModelChange;
import dev.runlore.domain.ModelDraft;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.Promotion;
import dev.runlore.domain.RunId;
import dev.runlore.domain.Tags;
import dev.runlore.server.http.Fields;

/** Reads what a request says of a model. */
final class ModelRequests {
    private ModelRequests() {}

    static ModelDraft draft(Fields fields) {
        return new ModelDraft(name(fields), fields.text("description"), tags(fields));
    }

    static ModelName name(Fields fields) {
        return new ModelName(fields.get("name"));
    }

    static Promotion promotion(Fields fields) {
        return new Promotion(
                name(fields),
                new RunId(fields.get("run")),
                folder(fields.get("artifactPath")),
                fields.text("description"),
                tags(fields));
    }

    static ModelChange change(Fields fields) {
        return new ModelChange(fields.text("description"), tags(fields), fields.texts("untag"));
    }

    /** A folder may come with its last slash. */
    private static ArtifactPath folder(String path) {
        return new ArtifactPath(path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    private static Tags tags(Fields fields) {
        return new Tags(fields.entries("tags", Fields::textOrNull));
    }
}
