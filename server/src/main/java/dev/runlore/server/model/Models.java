// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.model;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Model;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.store.ModelStore;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads models that must be there. Thread-safe. */
final class Models {
    private final ModelStore store;

    Models(ModelStore store) {
        this.store = store;
    }

    /** @throws RunloreException NOT_FOUND */
    Model get(ModelName name) {
        return store.find(name)
                .orElseThrow(() -> RunloreException.notFound("model '" + Shown.text(name.value())
                        + "' must be in the history but is not; list the models for their names"));
    }

    /**
     * That version, the newest when none is named.
     *
     * @throws RunloreException NOT_FOUND
     */
    ModelVersion version(ModelName name, OptionalLong number) {
        return store.findVersion(name, number).orElseThrow(() -> {
            long last = get(name).lastVersion();
            String which = number.isPresent() ? "version " + number.getAsLong() : "a version";
            return RunloreException.notFound("model '" + Shown.text(name.value()) + "' must have " + which
                    + " but has not; its versions are " + (last == 0 ? "none yet: promote a file" : "1 to " + last));
        });
    }

    /** A file of a version, as the run had it. */
    Artifact file(ModelVersion version, ArtifactPath path) {
        ModelFile file = version.files().stream()
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow(() -> RunloreException.notFound(shown(version) + " must have the file '"
                        + Shown.text(path.value()) + "' but has not; show the version for its files"));
        return new Artifact(file.path(), Optional.of(file.sha256()), file.size(), version.created());
    }

    /** A version as errors name it. */
    static String shown(ModelVersion version) {
        return "version " + version.version() + " of model '"
                + Shown.text(version.name().value()) + "'";
    }
}
