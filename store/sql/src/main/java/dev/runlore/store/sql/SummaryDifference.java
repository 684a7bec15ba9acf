// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Shown;
import dev.runlore.domain.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** Where a stored summary and one made from the points disagree. */
final class SummaryDifference {
    private static final int SHOWN = 60;

    private final List<String> fields = new ArrayList<>();

    private SummaryDifference() {}

    /** One text a field, such as {@code "count is 5 but its points make it 4"}; none for equal summaries. */
    static List<String> of(Summary stored, Summary made) {
        SummaryDifference difference = new SummaryDifference();
        difference.compare("type", stored.type().word(), made.type().word());
        difference.compare("count", stored.count(), made.count());
        difference.compare("count of NaN", stored.nan(), made.nan());
        difference.compare("first value", stored.first(), made.first());
        difference.compare("first step", stored.firstStep(), made.firstStep());
        difference.compare("last value", stored.last(), made.last());
        difference.compare("last step", stored.lastStep(), made.lastStep());
        difference.compare("last time", stored.lastTime(), made.lastTime());
        difference.compare("smallest value", stored.min(), made.min());
        difference.compare("step of the smallest value", stored.minStep(), made.minStep());
        difference.compare("largest value", stored.max(), made.max());
        difference.compare("step of the largest value", stored.maxStep(), made.maxStep());
        return difference.fields;
    }

    /** SQLite keeps no sign of a zero, so both zeros are one here. */
    private void compare(String field, OptionalDouble stored, OptionalDouble made) {
        compare(field, plain(stored), plain(made));
    }

    private static Object plain(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() + 0.0 : "none";
    }

    private void compare(String field, Object stored, Object made) {
        if (!Objects.equals(stored, made)) {
            fields.add(field + " is " + shown(stored) + " but its points make it " + shown(made));
        }
    }

    private static String shown(Object value) {
        String text = value instanceof Cell cell ? text(cell) : value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static String text(Cell cell) {
        return switch (cell) {
            case Cell.Float64(double value) -> Double.toString(value);
            case Cell.Int64(long value) -> Long.toString(value);
            case Cell.Bool(boolean value) -> Boolean.toString(value);
            case Cell.Text(String value) -> "'" + Shown.text(value) + "'";
            case Cell.None none -> "none";
        };
    }
}
