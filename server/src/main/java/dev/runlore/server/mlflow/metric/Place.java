// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.metric;

import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a history was read: to this point, which may be there several times, so many of which were read. It stays right while
 * points come.
 */
record Place(Point point, int times) {
    private static final Pattern FORM =
            Pattern.compile("1\\.(-?\\d{1,19})\\.([0-9a-f]{1,16})\\.([0-9a-f]{1,16})\\.(\\d{1,9})");

    /** Behind the points, at least one, that were read from another place on. */
    static Place after(List<Point> read, Optional<Place> before) {
        Point last = read.getLast();
        int first = read.size() - 1;
        while (first > 0 && read.get(first - 1).equals(last)) {
            first--;
        }
        int earlier = first > 0
                ? 0
                : before.filter(place -> place.point.equals(last))
                        .map(Place::times)
                        .orElse(0);
        return new Place(last, earlier + read.size() - first);
    }

    String token() {
        return "1." + point.time() + "." + Long.toHexString(Double.doubleToLongBits(point.step())) + "."
                + Long.toHexString(Double.doubleToLongBits(point.value())) + "." + times;
    }

    /** @throws RunloreException INVALID_ARGUMENT when it is no token of a history */
    static Place parse(PageToken token) {
        Matcher matcher = FORM.matcher(token.value());
        if (!matcher.matches()) {
            throw refused();
        }
        try {
            Point point =
                    new Point(Long.parseLong(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
            return new Place(point, Integer.parseInt(matcher.group(4)));
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
}
