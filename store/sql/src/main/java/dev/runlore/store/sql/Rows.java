// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import java.util.Map;

/**
 * Rows of one metric in the order of arrival.
 *
 * @param times milliseconds since 1970
 * @param steps NaN where a row has none
 * @param columns cells by series, all as long as the times; a series without cells in these rows may be left out
 */
record Rows(long[] times, double[] steps, Map<Long, Cells> columns) {
    int count() {
        return times.length;
    }
}
