// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.live;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import java.io.IOException;

/** A hint that something of a run changed; who wants to know what reads the run. */
sealed interface Event {
    RunId run();

    long revision();

    /** A run is at a new revision. */
    record RunChanged(RunId run, long revision, RunStatus status) implements Event {}

    /** A log has grown to a size in bytes. */
    record LogGrew(RunId run, long revision, ArtifactPath path, long size) implements Event {}

    /** The name on the wire. */
    default String word() {
        return switch (this) {
            case RunChanged changed -> "run";
            case LogGrew grew -> "log";
        };
    }

    default void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("run", run().value());
        out.writeNumberField("revision", revision());
        switch (this) {
            case RunChanged changed ->
                out.writeStringField("status", changed.status().name());
            case LogGrew grew -> {
                out.writeObjectFieldStart("log");
                out.writeStringField("path", grew.path().value());
                out.writeNumberField("size", grew.size());
                out.writeEndObject();
            }
        }
        out.writeEndObject();
    }
}
