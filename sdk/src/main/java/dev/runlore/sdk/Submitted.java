// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Job;
import dev.runlore.domain.Run;
import java.util.Optional;

/**
 * A submission that the server has taken.
 *
 * @param claimToken with which the runner claims the job; only for a submitter that starts it
 */
public record Submitted(Run run, Job job, Optional<String> claimToken) {

    static Submitted read(JsonObject answer) {
        return new Submitted(
                RunReader.read(answer.object("run")),
                JobReader.read(answer.object("job")),
                answer.findText("claimToken"));
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "run " + run.id() + " as job " + job.id();
    }
}
