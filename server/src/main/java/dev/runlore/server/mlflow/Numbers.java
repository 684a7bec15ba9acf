// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Numbers as clients of several languages write them: as JSON numbers, or as text. */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");
    private static final int LONGEST = 400;

    private Numbers() {}

    /** An int64; a float without a fraction is one. */
    static long whole(String parameter, JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        String text = node.isNumber() || node.isTextual() ? node.asText() : "";
        if (text.length() <= LONGEST && DECIMAL.matcher(text).matches()) {
            try {
                return new BigDecimal(text).longValueExact();
            } catch (ArithmeticException e) {
                // the sentence below says it
            }
        }
        throw Faults.invalid(parameter, node.toString(), "it must be a whole number of 64 bits.");
    }

    /** A float64; NaN and the infinities come by their names. */
    static double real(String parameter, JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        String text = node.isTextual() ? node.textValue().strip() : "";
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (text.length() > LONGEST || !DECIMAL.matcher(text).matches()) {
                    throw Faults.invalid(parameter, node.toString(), "it must be a number.");
                }
                yield Double.parseDouble(text);
            }
        };
    }
}
