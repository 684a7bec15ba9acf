// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.domain.Limits;
import dev.runlore.domain.RunloreException;
import java.util.Arrays;

/** The rules for keys of metrics, parameters and tags, and for the lengths of texts. */
public final class Names {
    private static final String RULE = "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.),"
            + " spaces ( ), colon(:) and slashes (/).";
    private static final String PATHS = "Names may be treated as files in certain cases, and must not resolve to other"
            + " names when treated as such; leave out '.', '..' and empty parts between slashes.";

    private Names() {}

    /**
     * Returns the key when it is one.
     *
     * @param what such as {@code Metric name}
     * @param parameter such as {@code metrics[0].key}
     */
    public static String require(String what, String parameter, String key) {
        if (!key.codePoints().allMatch(Names::isAllowed)) {
            throw Faults.invalid(parameter, '"' + key + '"', RULE);
        }
        boolean isPath = Arrays.stream(key.split("/", -1))
                .allMatch(part -> !part.isEmpty() && !part.equals(".") && !part.equals(".."));
        if (!isPath || key.startsWith("..")) {
            throw Faults.invalid(parameter, '"' + key + '"', PATHS);
        }
        return requireLength(what, key, Limits.KEY);
    }

    private static boolean isAllowed(int character) {
        return Character.isLetterOrDigit(character)
                || Character.getType(character) == Character.LETTER_NUMBER
                || Character.getType(character) == Character.OTHER_NUMBER
                || "/_.- :".indexOf(character) >= 0;
    }

    public static String requireLength(String what, String text, int most) {
        if (text.codePointCount(0, text.length()) > most) {
            throw RunloreException.invalid("'" + what + "' exceeds the maximum length of " + most + " characters");
        }
        return text;
    }

    /** The text's first characters, as many as may be. */
    public static String truncated(String text, int most) {
        return text.length() <= most || text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }
}
