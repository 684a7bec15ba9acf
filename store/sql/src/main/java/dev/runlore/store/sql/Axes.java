// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/**
 * Where the rows of a chunk lie.
 *
 * @param times milliseconds since 1970
 * @param steps NaN where a row has none
 */
record Axes(long[] times, double[] steps) {}
