// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.Limits;
import java.util.Objects;

/**
 * Something of a run that a filter asks about, an order sorts by or a column shows.
 *
 * <p>{@code RunFieldParser.parse(field.text())} is the same field again, whatever the name holds.
 */
public sealed interface RunField
        permits Attribute, RunField.Metric, RunField.Parameter, RunField.Tag, RunField.Property {

    /** What its values are. */
    FieldType type();

    /** The canonical text, such as {@code status}, {@code metrics."val loss".min} or {@code params.lr}. */
    String text();

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
}
