// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import java.util.List;

/** The name part of a field: when it needs quotes. */
final class FieldKey {
    private FieldKey() {}

    /** The key bare when it can be, else quoted. */
    static String text(String key) {
        return isBare(key) ? key : quoted(key);
    }

    /** As {@link #text}, but quoted too when the end of the name would read as an aggregate. */
    static String metricText(String name) {
        int dot = name.lastIndexOf('.');
        boolean endsInAggregate =
                dot >= 0 && Aggregate.find(name.substring(dot + 1)).isPresent();
        return endsInAggregate ? quoted(name) : text(name);
    }

    private static boolean isBare(String key) {
        return List.of(key.split("\\.", -1)).stream().allMatch(FieldKey::isBareSegment);
    }

    private static boolean isBareSegment(String segment) {
        return !segment.isEmpty() && segment.codePoints().allMatch(Characters::isBare);
    }

    private static String quoted(String key) {
        return "\"" + key.replace("\"", "\"\"") + "\"";
    }
}
