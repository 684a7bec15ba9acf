// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Submission;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.Json;
import dev.runlore.server.http.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What of a submission only its job may see, kept with it as text: the same one is always the same text. */
record Assignment(
        RunConfiguration configuration, Map<String, String> surroundings, Optional<String> interpreterDefault) {

    static Assignment of(Submission submission) {
        return new Assignment(submission.configuration(), submission.surroundings(), submission.interpreterDefault());
    }

    static Assignment parse(String text) {
        Fields fields = Fields.stored(text);
        return new Assignment(
                ConfigurationJson.read(fields.object("configuration").orElseThrow()),
                fields.entries("surroundings", Fields::text),
                fields.text("interpreterDefault"));
    }

    /** @throws RunloreException TOO_LARGE */
    String text() {
        String text = new String(
                Json.bytes(out -> {
                    out.writeStartObject();
                    writeFields(out);
                    out.writeEndObject();
                }),
                StandardCharsets.UTF_8);
        if (text.length() > Limits.SUBMISSION) {
            throw new RunloreException(
                    ErrorCode.TOO_LARGE,
                    "a submission must have at most " + Limits.SUBMISSION + " characters but has " + text.length()
                            + "; pass large inputs in files of the snapshot");
        }
        return text;
    }

    void writeFields(JsonGenerator out) throws IOException {
        out.writeFieldName("configuration");
        ConfigurationJson.write(out, configuration);
        out.writeFieldName("surroundings");
        WireJson.texts(out, new TreeMap<>(surroundings));
        WireJson.text(out, "interpreterDefault", interpreterDefault);
    }
}
