// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The fields of one record's line beside its payload, in whatever order they come. Belongs to one line. */
final class Envelope {
    private @Nullable Long number;
    private @Nullable Long time;
    private @Nullable Double step;
    private @Nullable String metric;
    private @Nullable MetricKind artifactKind;
    private @Nullable Payload payload;

    void number(JsonParser in) throws IOException {
        requireFirst("n", number);
        number = whole("n", in);
    }

    void time(JsonParser in) throws IOException {
        requireFirst("t", time);
        time = whole("t", in);
    }

    void step(JsonParser in) throws IOException {
        requireFirst("s", step);
        if (!in.currentToken().isNumeric()) {
            throw wrong("s", "a number");
        }
        step = in.getDoubleValue();
    }

    void metric(JsonParser in) throws IOException {
        requireFirst("m", metric);
        metric = text("m", in);
    }

    void artifactKind(JsonParser in) throws IOException {
        requireFirst("k", artifactKind);
        artifactKind = MetricKind.parse(text("k", in));
    }

    void payload(Payload read) {
        if (payload != null) {
            throw RunloreException.invalid("a record must change one thing but changes several; write one record each");
        }
        payload = read;
    }

    /** The record that the line is, when it has the number {@code expected}. */
    RunRecord record(long expected) {
        if (number == null || number != expected) {
            throw RunloreException.invalid(
                    "record must have n " + expected + ", one more than the record before it, but has "
                            + (number == null ? "none" : number) + "; number them from 0 without holes");
        }
        if (payload == null) {
            throw RunloreException.invalid(
                    "a record must change something but has no known payload; see the records format");
        }
        return payload.record(this);
    }

    long time() {
        if (time == null) {
            throw RunloreException.invalid("field 't' must be there but is missing; add the time in milliseconds");
        }
        return time;
    }

    OptionalDouble step() {
        return step == null ? OptionalDouble.empty() : OptionalDouble.of(step);
    }

    String metric() {
        if (metric == null) {
            throw RunloreException.invalid("field 'm' must be there but is missing; add the metric's name");
        }
        return metric;
    }

    MetricKind artifactKind() {
        if (artifactKind == null || !artifactKind.isArtifact()) {
            throw RunloreException.invalid("field 'k' must be a kind that an artifact holds, such as image, but is "
                    + (artifactKind == null ? "missing" : artifactKind.word()) + "; add it");
        }
        return artifactKind;
    }

    private static void requireFirst(String field, @Nullable Object before) {
        if (before != null) {
            throw RunloreException.invalid("field '" + field + "' must come once but came twice; send one");
        }
    }

    private static long whole(String field, JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
                && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return in.getLongValue();
        }
        throw wrong(field, "a whole number");
    }

    static String text(String field, JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        throw wrong(field, "text");
    }

    private static RunloreException wrong(String field, String rule) {
        return RunloreException.invalid("field '" + field + "' must be " + rule + " but is not; correct it");
    }
}
