// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.Launch;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.Submission;
import dev.runlore.server.http.Fields;
import dev.runlore.server.run.RunDrafts;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the body of a submission. */
public final class SubmissionReader {
    private final SubmittedRuns runs;

    public SubmissionReader(SubmittedRuns runs) {
        this.runs = runs;
    }

    Submission read(Fields fields) {
        Fields run = fields.object("run").orElseThrow(() -> fields.missing("run"));
        RunConfiguration configuration = ConfigurationJson.read(
                fields.object("configuration").orElseThrow(() -> fields.missing("configuration")));
        return new Submission(
                draft(run, configuration).withSnapshot(new SnapshotId(fields.get("snapshot"))),
                configuration,
                carried(fields),
                fields.text("interpreterDefault"),
                Launch.parse(fields.get("launch")),
                fields.texts("warnings"));
    }

    private RunDraft draft(Fields run, RunConfiguration configuration) {
        String experiment = run.text("experiment").orElse(RunDraft.DEFAULT_EXPERIMENT);
        return SubmittedRuns.of(RunDrafts.read(run, runs.id(experiment)), configuration);
    }

    /** Of what surrounds the submitter, what may travel; whatever else came is dropped here and kept nowhere. */
    private static Map<String, String> carried(Fields fields) {
        Map<String, String> surroundings = new LinkedHashMap<>(fields.entries("surroundings", Fields::text));
        surroundings.keySet().retainAll(Submission.CARRIED);
        return surroundings;
    }
}
