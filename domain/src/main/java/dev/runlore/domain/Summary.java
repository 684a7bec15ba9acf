// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.OptionalDouble;

/**
 * Of one series: derived by the store, never written by a client.
 *
 * @param count cells present, NaN and none included
 * @param nan how many of them are NaN
 * @param last by greatest (step, time), ties to the later arrival; without steps the latest arrival
 * @param min of the numeric cells but NaN; empty without any; of a zero without its sign, as is {@code max}
 * @param lastTime of {@code last}, in milliseconds since 1970
 */
public record Summary(
        String column,
        ColumnType type,
        long count,
        long nan,
        Cell first,
        OptionalDouble firstStep,
        Cell last,
        OptionalDouble lastStep,
        long lastTime,
        OptionalDouble min,
        OptionalDouble minStep,
        OptionalDouble max,
        OptionalDouble maxStep) {}
