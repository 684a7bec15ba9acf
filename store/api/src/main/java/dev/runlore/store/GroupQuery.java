// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.Filter;
import dev.runlore.domain.filter.RunField;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which runs, by what they are grouped, and what is counted of each group.
 *
 * @param by one or two different fields whose values are texts, statuses or true and false
 * @param values different fields whose values are numbers
 */
public record GroupQuery(
        List<RunField> by, List<RunField> values, Optional<String> experiment, Filter filter, Archived archived) {
    public static final int MOST_KEYS = 2;
    public static final int MOST_VALUES = 100;
    /** Groups of one answer. */
    public static final int MOST_GROUPS = 1_000;

    public GroupQuery {
        by = List.copyOf(by);
        values = List.copyOf(values);
        requireSize("by", by, 1, MOST_KEYS);
        requireSize("values", values, 0, MOST_VALUES);
        by.forEach(field -> RunField.requireSingle(field, "grouped by"));
        by.forEach(GroupQuery::requireKey);
        values.forEach(GroupQuery::requireNumber);
    }

    private static void requireSize(String what, List<RunField> fields, int least, int most) {
        int different = new HashSet<>(fields).size();
        if (fields.size() < least || fields.size() > most || different < fields.size()) {
            throw RunloreException.invalid(what + " must be " + least + " to " + most + " different fields but has "
                    + fields.size() + ", " + different + " of them different; name each once");
        }
    }

    private static void requireKey(RunField field) {
        switch (field.type()) {
            case TEXT, TEXT_OR_NUMBER, STATUS, BOOLEAN -> {}
            case NUMBER, TIME, DURATION ->
                throw RunloreException.invalid("runs are grouped by a text, a status or true and false, but "
                        + field.text() + " is none of these; group by a parameter or a tag");
        }
    }

    private static void requireNumber(RunField field) {
        switch (field.type()) {
            case NUMBER, DURATION -> {}
            case TEXT, TEXT_OR_NUMBER, TIME, BOOLEAN, STATUS ->
                throw RunloreException.invalid("a group has the mean of numbers, but " + field.text()
                        + " is none; ask for metrics or the duration");
        }
    }
}
