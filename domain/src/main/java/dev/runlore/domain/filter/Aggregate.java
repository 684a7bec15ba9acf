// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import java.util.Locale;
import java.util.Optional;

/** Which number of a metric's summary is meant; {@link #LAST} when a field names none. */
public enum Aggregate {
    LAST,
    MIN,
    MAX,
    FIRST,
    COUNT;

    /** The word as it stands in a field, such as {@code min}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The aggregate of a word in lower case; {@code Max} is a plain name, not an aggregate. */
    static Optional<Aggregate> find(String word) {
        for (Aggregate aggregate : values()) {
            if (aggregate.word().equals(word)) {
                return Optional.of(aggregate);
            }
        }
        return Optional.empty();
    }
}
