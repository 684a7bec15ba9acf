// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import java.util.regex.Pattern;

/**
 * The number that a parameter's, tag's or property's text holds, for comparison with a number.
 *
 * <p>A number is an optional sign, decimal digits with at most one point, and an optional exponent ({@code 10}, {@code -.5},
 * {@code 1e-05}), or an infinity as Python, Java and C spell it ({@code inf}, {@code -Infinity}, in any case). Every other text,
 * with spaces around too, counts as NaN, so that it matches {@code !=} only.
 */
public final class TextNumber {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d++");
    private static final Pattern INFINITY = Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

    private TextNumber() {}

    /** A {@link Long} when the text is whole and fits in int64, else a {@link Double}, which is NaN when it is no number. */
    public static Number of(String text) {
        if (WHOLE.matcher(text).matches()) {
            return whole(text);
        }
        if (DECIMAL.matcher(text).matches()) {
            return Double.valueOf(text);
        }
        if (INFINITY.matcher(text).matches()) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.NaN;
    }

    private static Number whole(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException beyondInt64) {
            return Double.valueOf(text);
        }
    }
}
