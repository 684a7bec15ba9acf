// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

/** The values that one field has in all runs, by run key. For one thread at a time. */
sealed interface Column permits Numbers, Texts {

    /** Makes room for the keys below {@code rows}; what is not put is absent. */
    void reserve(int rows);

    /** One more than the largest key that has room. */
    int rows();

    boolean has(int row);

    void clear(int row);

    /** How a present value sorts beside others: 0 for a number, 1 for NaN and for a text that is none. */
    int rank(int row);

    /** Compares two present values of the same rank. */
    int compare(int row, int other);

    /** About how much memory it takes. */
    long bytes();

    /** Whether much of that memory is for values that are there no more. */
    default boolean isWasteful() {
        return false;
    }
}
