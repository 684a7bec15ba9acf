// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a history was read: to this point, which may be there several times, so many of which were read. It stays right while
 * points come.
 */
record Place(long time, double step, double value, int times) {
    private static final Pattern FORM =
            Pattern.compile("1\\.(-?\\d{1,19})\\.([0-9a-f]{1,16})\\.([0-9a-f]{1,16})\\.(\\d{1,9})");

    /** Before the point of that index, which is not the first. */
    static Place after(History history, int index) {
        int first = index - 1;
        while (first > 0 && history.compare(first - 1, index - 1) == 0) {
            first--;
        }
        return new Place(
                history.times()[index - 1], history.steps()[index - 1], history.values()[index - 1], index - first);
    }

    String token() {
        return "1." + time + "." + Long.toHexString(Double.doubleToLongBits(step)) + "."
                + Long.toHexString(Double.doubleToLongBits(value)) + "." + times;
    }

    /** @throws RunloreException INVALID_ARGUMENT when it is no token of a history */
    static Place parse(PageToken token) {
        Matcher matcher = FORM.matcher(token.value());
        if (!matcher.matches()) {
            throw refused();
        }
        try {
            return new Place(
                    Long.parseLong(matcher.group(1)),
                    number(matcher.group(2)),
                    number(matcher.group(3)),
                    Integer.parseInt(matcher.group(4)));
        } catch (NumberFormatException beyondInt64) {
            throw refused();
        }
    }

    private static double number(String bits) {
        return Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    }

    private static RunloreException refused() {
        return RunloreException.invalid(
                "page token must be one that this very list answered; ask for the list again without it");
    }

    /** The index of the first point that was not read yet. */
    int in(History history) {
        int from = 0;
        int to = history.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (history.compare(middle, this) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        int read = 0;
        while (read < times && from < history.size() && history.compare(from, this) == 0) {
            from++;
            read++;
        }
        return from;
    }
}
