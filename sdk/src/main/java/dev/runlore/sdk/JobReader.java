// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Job;
import dev.runlore.domain.JobId;
import dev.runlore.domain.JobState;
import dev.runlore.domain.Launch;
import dev.runlore.domain.RunId;
import java.util.Optional;
import java.util.OptionalLong;

/** A job of the API as the domain's record; what its target calls it stays with the server. */
final class JobReader {
    private JobReader() {}

    static Job read(JsonObject job) {
        return new Job(
                new JobId(job.text("id")),
                new RunId(job.text("run")),
                job.text("target"),
                Launch.parse(job.text("launch")),
                JobState.valueOf(job.text("state")),
                job.findInteger("position").map(OptionalLong::of).orElse(OptionalLong.empty()),
                job.flag("cancelRequested"),
                Optional.empty(),
                job.time("created"),
                job.findTime("started"),
                job.findTime("ended"));
    }
}
