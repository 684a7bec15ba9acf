// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.project;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.Tags;
import dev.runlore.server.http.Fields;
import dev.runlore.server.run.RunDrafts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A script of a project that is to be run, and what the run is to be called. */
record ScriptRequest(ArtifactPath script, RunConfiguration configuration, Optional<String> name, Tags tags) {
    private static final ArtifactPath LOGS = new ArtifactPath("logs");

    static ScriptRequest read(Fields fields) {
        ArtifactPath script = new ArtifactPath(fields.get("script"));
        return new ScriptRequest(
                script,
                configuration(script, fields.texts("arguments"), fields.text("interpreter")),
                fields.text("name"),
                RunDrafts.tags(fields));
    }

    /** What a submission without a run configuration of its own has. */
    private static RunConfiguration configuration(
            ArtifactPath script, List<String> arguments, Optional<String> interpreter) {
        return new RunConfiguration(
                Optional.of(script),
                List.of(),
                arguments,
                Map.of(),
                interpreter,
                RunDraft.LOCAL,
                Optional.empty(),
                Optional.empty(),
                RunConfiguration.PYTHON,
                List.of(LOGS),
                true,
                true);
    }
}
