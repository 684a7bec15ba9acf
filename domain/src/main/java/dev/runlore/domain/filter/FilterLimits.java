// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

/** How much one filter, list of columns or order may ask for: what a store must be able to answer from one request. */
public final class FilterLimits {
    /** Characters of a filter's, column list's or order's text. */
    public static final int TEXT = 10_000;
    /** Levels of parentheses and {@code not}. */
    public static final int DEPTH = 50;
    /** Conditions of a filter. */
    public static final int TERMS = 100;
    /** Values in all {@code in (…)} lists of a filter together. */
    public static final int LISTED_VALUES = 1_000;
    /** Characters of a {@code like} pattern. */
    public static final int PATTERN = 1_000;
    /** Columns of a list. */
    public static final int COLUMNS = 1_000;
    /** Fields of an order. */
    public static final int ORDER = 12;

    private FilterLimits() {}
}
