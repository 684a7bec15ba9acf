// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Locale;

/** The metric by which runs of an experiment are better or worse. */
public record PrimaryMetric(String name, Goal goal) {

    public enum Goal {
        MIN,
        MAX;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Goal parse(String word) {
            return switch (word) {
                case "min" -> MIN;
                case "max" -> MAX;
                default ->
                    throw RunloreException.invalid(
                            "goal must be min or max but is '" + Shown.text(word) + "'; use one of them");
            };
        }
    }

    public PrimaryMetric {
        Limits.requireName("primary metric", name, Limits.KEY);
    }
}
