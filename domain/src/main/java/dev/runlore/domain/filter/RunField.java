// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.Limits;
import dev.runlore.domain.RunloreException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Something of a run that a filter asks about, an order sorts by or a column shows.
 *
 * <p>{@code RunFieldParser.parse(field.text())} is the same field again, whatever the name holds.
 */
public sealed interface RunField
        permits Attribute, RunField.Metric, RunField.Parameter, RunField.Tag, RunField.Property, RunField.Dataset {

    /** What its values are. */
    FieldType type();

    /** The canonical text, such as {@code status}, {@code metrics."val loss".min} or {@code params.lr}. */
    String text();

    /** Whether a run has at most one such value. What may have several is asked about, and neither sorted by nor shown. */
    default boolean isSingle() {
        return true;
    }

    /**
     * Returns a field that has at most one value.
     *
     * @param use what it is wanted for, as a sentence says it
     * @throws RunloreException INVALID_ARGUMENT when a run may have several
     */
    static RunField requireSingle(RunField field, String use) {
        if (!field.isSingle()) {
            throw RunloreException.invalid("a run may have several " + field.text() + ", so that runs cannot be " + use
                    + " it; use it in a filter");
        }
        return field;
    }

    /** One number of the summary of a one-column metric; missing when the run did not log it. */
    record Metric(String name, Aggregate aggregate) implements RunField {
        public Metric {
            Limits.requireName("metric name", name, Limits.KEY);
            Objects.requireNonNull(aggregate, "aggregate");
        }

        @Override
        public FieldType type() {
            return FieldType.NUMBER;
        }

        @Override
        public String text() {
            String field = "metrics." + FieldKey.metricText(name);
            return aggregate == Aggregate.LAST ? field : field + "." + aggregate.word();
        }
    }

    /** An input value of the run. */
    record Parameter(String key) implements RunField {
        public Parameter {
            Limits.requireName("parameter key", key, Limits.KEY);
        }

        @Override
        public FieldType type() {
            return FieldType.TEXT_OR_NUMBER;
        }

        @Override
        public String text() {
            return "params." + FieldKey.text(key);
        }
    }

    /** A tag of the run; a tag without a value is missing to every condition, like one that is not there. */
    record Tag(String key) implements RunField {
        public Tag {
            Limits.requireName("tag key", key, Limits.KEY);
        }

        @Override
        public FieldType type() {
            return FieldType.TEXT_OR_NUMBER;
        }

        @Override
        public String text() {
            return "tags." + FieldKey.text(key);
        }
    }

    /** A property of the run. */
    record Property(String key) implements RunField {
        public Property {
            Limits.requireName("property key", key, Limits.KEY);
        }

        @Override
        public FieldType type() {
            return FieldType.TEXT_OR_NUMBER;
        }

        @Override
        public String text() {
            return "properties." + FieldKey.text(key);
        }
    }

    /** Something of the datasets that the run uses: a condition is true when it is true of one of them. */
    record Dataset(Part part) implements RunField {

        /** What of a dataset can be asked about. */
        public enum Part {
            NAME,
            DIGEST,
            /** What for the run uses it. */
            CONTEXT;

            String word() {
                return name().toLowerCase(Locale.ROOT);
            }

            /** The part of that name. */
            public static Optional<Part> find(String word) {
                return Arrays.stream(values())
                        .filter(p -> p.word().equals(word))
                        .findFirst();
            }
        }

        @Override
        public FieldType type() {
            return FieldType.TEXT;
        }

        @Override
        public boolean isSingle() {
            return false;
        }

        @Override
        public String text() {
            return "datasets." + part.word();
        }
    }
}
