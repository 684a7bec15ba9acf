// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Job;
import dev.runlore.server.http.WireJson;
import java.io.IOException;

/** A job as answers write it. */
final class JobJson {
    private JobJson() {}

    static void write(JsonGenerator out, Job job) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", job.id().value());
        out.writeStringField("run", job.run().value());
        out.writeStringField("target", job.target());
        out.writeStringField("launch", job.launch().word());
        out.writeStringField("state", job.state().name());
        if (job.position().isPresent()) {
            out.writeNumberField("position", job.position().getAsLong());
        }
        out.writeBooleanField("cancelRequested", job.cancelRequested());
        WireJson.time(out, "created", job.created());
        WireJson.time(out, "started", job.started());
        WireJson.time(out, "ended", job.ended());
        out.writeEndObject();
    }
}
