// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Environment;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.RunDraft;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.WireJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Run configurations as requests bring them and as claims answer them; the same one is always written the same. */
final class ConfigurationJson {
    private static final List<String> WATCHED = List.of("logs");

    private ConfigurationJson() {}

    static RunConfiguration read(Fields fields) {
        return new RunConfiguration(
                fields.text("script").map(ArtifactPath::new),
                fields.texts("command"),
                fields.texts("arguments"),
                fields.entries("environmentVariables", Fields::text),
                fields.text("interpreter"),
                fields.text("target").orElse(RunDraft.LOCAL),
                fields.number("maxDurationSeconds").map(ConfigurationJson::seconds),
                fields.object("environment").map(ConfigurationJson::environment),
                fields.text("framework").orElse(RunConfiguration.PYTHON),
                (fields.has("watched") ? fields.texts("watched") : WATCHED)
                        .stream().map(ArtifactPath::new).toList(),
                fields.flag("collectOutputs").orElse(true),
                fields.flag("tracked").orElse(true));
    }

    private static Duration seconds(long seconds) {
        // beyond it a duration's arithmetic would overflow before its rule is asked
        if (Math.abs(seconds) > Integer.MAX_VALUE) {
            throw RunloreException.invalid(
                    "field 'configuration.maxDurationSeconds' must be a number of seconds but is " + seconds
                            + "; leave it out for no limit");
        }
        return Duration.ofSeconds(seconds);
    }

    private static Environment environment(Fields fields) {
        return new Environment(
                fields.texts("pip"),
                fields.texts("conda"),
                fields.text("python"),
                fields.texts("channels"),
                fields.flag("strict").orElse(false));
    }

    static void write(JsonGenerator out, RunConfiguration configuration) throws IOException {
        out.writeStartObject();
        if (configuration.script().isPresent()) {
            out.writeStringField("script", configuration.script().get().value());
        } else {
            texts(out, "command", configuration.command());
        }
        texts(out, "arguments", configuration.arguments());
        out.writeFieldName("environmentVariables");
        WireJson.texts(out, new TreeMap<>(configuration.environmentVariables()));
        WireJson.text(out, "interpreter", configuration.interpreter());
        out.writeStringField("target", configuration.target());
        if (configuration.maxDuration().isPresent()) {
            out.writeNumberField(
                    "maxDurationSeconds", configuration.maxDuration().get().toSeconds());
        }
        writeEnvironment(out, configuration.environment());
        out.writeStringField("framework", configuration.framework());
        texts(
                out,
                "watched",
                configuration.watched().stream().map(ArtifactPath::value).toList());
        out.writeBooleanField("collectOutputs", configuration.collectOutputs());
        out.writeBooleanField("tracked", configuration.tracked());
        out.writeEndObject();
    }

    private static void writeEnvironment(JsonGenerator out, Optional<Environment> environment) throws IOException {
        if (environment.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("environment");
        texts(out, "pip", environment.get().pip());
        texts(out, "conda", environment.get().conda());
        WireJson.text(out, "python", environment.get().python());
        texts(out, "channels", environment.get().channels());
        out.writeBooleanField("strict", environment.get().strict());
        out.writeEndObject();
    }

    private static void texts(JsonGenerator out, String field, List<String> texts) throws IOException {
        out.writeFieldName(field);
        WireJson.texts(out, texts);
    }
}
