// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Job;
import dev.runlore.domain.Run;
import dev.runlore.server.run.RunJson;
import java.io.IOException;

/** What answers a submission. */
public final class SubmittedJson {
    private SubmittedJson() {}

    public static void write(JsonGenerator out, Launches.Launched launched) throws IOException {
        out.writeStartObject();
        writeFields(out, launched.run(), launched.job());
        out.writeEndObject();
    }

    static void writeFields(JsonGenerator out, Run run, Job job) throws IOException {
        out.writeFieldName("run");
        RunJson.write(out, run);
        out.writeFieldName("job");
        JobJson.write(out, job);
    }
}
