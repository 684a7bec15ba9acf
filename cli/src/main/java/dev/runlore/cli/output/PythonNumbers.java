// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as Python writes them, which is how `az ml` did: scripts compare the texts. */
final class PythonNumbers {
    private static final int GENERAL_DIGITS = 6;

    private PythonNumbers() {}

    /** {@code repr(x)}: the shortest digits that read back as the same float64, such as {@code 5.0} and {@code 1e-05}. */
    static String repr(double value) {
        if (!Double.isFinite(value)) {
            return notFinite(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(value);
        int exponent = exponent(shortest);
        if (exponent < -4 || exponent >= 16) {
            return scientific(shortest, exponent);
        }
        String plain = shortest.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    /** Double.toString has the shortest digits, but never fewer than two where two come closer than one. */
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (digits.precision() != 2) {
            return digits;
        }
        BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
        return one.doubleValue() == value ? one.stripTrailingZeros() : digits;
    }

    /** {@code '%g' % x}: six significant digits, half to even on the exact value, no trailing zeros. */
    static String general(double value) {
        if (!Double.isFinite(value)) {
            return notFinite(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(GENERAL_DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = exponent(rounded);
        return exponent < -4 || exponent >= GENERAL_DIGITS ? scientific(rounded, exponent) : rounded.toPlainString();
    }

    private static int exponent(BigDecimal stripped) {
        return stripped.precision() - stripped.scale() - 1;
    }

    private static String scientific(BigDecimal stripped, int exponent) {
        String digits = stripped.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder(stripped.signum() < 0 ? "-" : "");
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append(exponent < 0 ? "e-" : "e+");
        int magnitude = Math.abs(exponent);
        return text.append(magnitude < 10 ? "0" : "").append(magnitude).toString();
    }

    private static String notFinite(double value) {
        return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
}
