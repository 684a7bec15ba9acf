// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of one line of points, in whatever order they come. Belongs to one line. */
final class PointFields {
    private @Nullable String metric;
    private @Nullable MetricKind kind;
    private long @Nullable [] times;
    private double @Nullable [] steps;
    private @Nullable Map<String, List<Optional<Cell>>> columns;
    private @Nullable Map<String, Cell> last;
    private boolean any;

    /** Takes a field whose value begins at the parser; those of later versions are skipped. */
    void read(String field, JsonParser in) throws IOException {
        any = true;
        switch (field) {
            case "m" -> metric = once(field, metric, text(field, in));
            case "k" -> kind = once(field, kind, MetricKind.parse(text(field, in)));
            case "t" -> times = once(field, times, times(in));
            case "s" -> steps = once(field, steps, steps(in));
            case "c" -> columns = once(field, columns, PartReader.columns(in));
            case "last" -> last = once(field, last, PartReader.last(in));
            default -> in.skipChildren();
        }
    }

    /** The other part of the line, which then is all that it may have. */
    RunPart none(RunPart other) {
        if (any) {
            throw RunloreException.invalid(
                    "a line must hold an artifact or points but holds more; export the run again");
        }
        return other;
    }

    RunPart points() {
        if (last != null) {
            return last(last);
        }
        long[] stamps = there("t", times);
        double[] known = steps;
        if (known == null) {
            known = new double[stamps.length];
            Arrays.fill(known, Double.NaN);
        }
        return new RunPart.Points(there("m", metric), there("k", kind), stamps, known, there("c", columns));
    }

    private RunPart last(Map<String, Cell> cells) {
        if (times != null || steps != null || columns != null) {
            throw RunloreException.invalid(
                    "a line that says which point is the last must hold no points but holds some; export the run again");
        }
        return new RunPart.Last(there("m", metric), there("k", kind), cells);
    }

    private static long[] times(JsonParser in) throws IOException {
        requireList("t", in);
        long[] times = new long[16];
        int size = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw wrong("t", "whole numbers");
            }
            times = size == times.length ? Arrays.copyOf(times, size * 2) : times;
            times[size++] = in.getLongValue();
        }
        return Arrays.copyOf(times, size);
    }

    private static double[] steps(JsonParser in) throws IOException {
        requireList("s", in);
        double[] steps = new double[16];
        int size = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (!in.currentToken().isNumeric() && in.currentToken() != JsonToken.VALUE_NULL) {
                throw wrong("s", "numbers or null");
            }
            steps = size == steps.length ? Arrays.copyOf(steps, size * 2) : steps;
            steps[size++] = in.currentToken() == JsonToken.VALUE_NULL ? Double.NaN : in.getDoubleValue();
        }
        return Arrays.copyOf(steps, size);
    }

    private static String text(String field, JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        throw wrong(field, "text");
    }

    static void requireList(String field, JsonParser in) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(field, "a list");
        }
    }

    static RunloreException wrong(String field, String rule) {
        return RunloreException.invalid("field '" + field + "' must be " + rule + " but is not; export the run again");
    }

    private static <T> T once(String field, @Nullable T before, T value) {
        if (before != null) {
            throw RunloreException.invalid("field '" + field + "' must come once but came twice; export the run again");
        }
        return value;
    }

    private static <T> T there(String field, @Nullable T value) {
        if (value == null) {
            throw RunloreException.invalid("field '" + field + "' must be there but is missing; export the run again");
        }
        return value;
    }
}
