// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.nio.charset.StandardCharsets;

/** One typed value of a metric's table or of a parameter. Every kind round-trips bit for bit. */
public sealed interface Cell {

    Cell NONE = new None();

    /** A float64, NaN and both infinities included. Equal by bits, so NaN equals NaN and -0.0 differs from 0.0. */
    record Float64(double value) implements Cell {}

    /** An int64, exact. */
    record Int64(long value) implements Cell {}

    record Bool(boolean value) implements Cell {}

    record Text(String value) implements Cell {
        public Text {
            int bytes =
                    value.length() > Limits.TEXT_VALUE_BYTES / 3 ? value.getBytes(StandardCharsets.UTF_8).length : 0;
            if (bytes > Limits.TEXT_VALUE_BYTES) {
                throw RunloreException.invalid("a text value must have at most " + Limits.TEXT_VALUE_BYTES
                        + " bytes of UTF-8 but has " + bytes + "; upload it as an artifact");
            }
            Limits.requireText("a text value", value, Limits.TEXT_VALUE_BYTES);
        }
    }

    /** The value {@code None}: logged, and nothing. */
    record None() implements Cell {}

    static Cell of(double value) {
        return new Float64(value);
    }

    static Cell of(long value) {
        return new Int64(value);
    }

    static Cell of(boolean value) {
        return new Bool(value);
    }

    static Cell of(String value) {
        return new Text(value);
    }

    /** The value as a float64 for summaries and charts: NaN for text and none, 1 and 0 for booleans. */
    default double asDouble() {
        return switch (this) {
            case Float64(double value) -> value;
            case Int64(long value) -> value;
            case Bool(boolean value) -> value ? 1 : 0;
            case Text text -> Double.NaN;
            case None none -> Double.NaN;
        };
    }

    default ColumnType type() {
        return switch (this) {
            case Float64 cell -> ColumnType.DOUBLE;
            case Int64 cell -> ColumnType.INT;
            case Bool cell -> ColumnType.BOOL;
            case Text cell -> ColumnType.TEXT;
            case None cell -> ColumnType.NONE;
        };
    }
}
