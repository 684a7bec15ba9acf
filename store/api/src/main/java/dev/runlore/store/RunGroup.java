// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Runs that have the same values of what they are grouped by.
 *
 * @param key those values as texts, empty where the runs have none
 * @param values one for each field that was asked for, in that order
 */
public record RunGroup(List<Optional<String>> key, long runs, List<Statistics> values) {
    public RunGroup {
        key = List.copyOf(key);
        values = List.copyOf(values);
    }

    /**
     * One field's values over the runs of a group that have it, each as its nearest float64.
     *
     * @param count numbers, infinities among them
     * @param nan what is not a number and in nothing else here
     * @param mean NaN over both infinities
     * @param deviation of the sample, so with one less than the count below; from two numbers on, NaN over an infinity
     */
    public record Statistics(
            long count,
            long nan,
            OptionalDouble mean,
            OptionalDouble min,
            OptionalDouble max,
            OptionalDouble deviation) {}
}
