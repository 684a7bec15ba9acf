// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import dev.runlore.domain.filter.LikePattern;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** What is left of a pattern of {@code %} and {@code _} when the text's beginning and end are known. */
record PatternCut(String pattern, boolean ignoresCase) {
    PatternCut {
        pattern = ignoresCase ? LikePattern.fold(pattern) : pattern;
    }

    /** Patterns of which one must match what stands between the two. */
    Set<String> between(String before, String after) {
        Set<Integer> starts = reached(pattern, known(before));
        String backwards = new StringBuilder(pattern).reverse().toString();
        Set<Integer> ends =
                reached(backwards, new StringBuilder(known(after)).reverse().toString());
        Set<String> rests = new LinkedHashSet<>();
        for (int start : starts) {
            for (int end : ends) {
                int to = pattern.length() - end;
                if (start <= to) {
                    rests.add(pattern.substring(start, to));
                }
            }
        }
        return rests.contains("%") ? Set.of("%") : rests;
    }

    private String known(String text) {
        return ignoresCase ? LikePattern.fold(text) : text;
    }

    /** Places of the pattern at which one can be after the whole text, which has no characters beyond ASCII. */
    private static Set<Integer> reached(String pattern, String text) {
        Set<Integer> places = new TreeSet<>(Set.of(0));
        skipEmpty(pattern, places);
        for (int i = 0; i < text.length(); i++) {
            Set<Integer> next = new TreeSet<>();
            for (int place : places) {
                if (place < pattern.length()) {
                    char c = pattern.charAt(place);
                    if (c == '%') {
                        next.add(place);
                    } else if (c == '_' || c == text.charAt(i)) {
                        next.add(place + 1);
                    }
                }
            }
            skipEmpty(pattern, next);
            places = next;
        }
        return places;
    }

    /** A % may stand for nothing. */
    private static void skipEmpty(String pattern, Set<Integer> places) {
        for (int place : Set.copyOf(places)) {
            for (int at = place; at < pattern.length() && pattern.charAt(at) == '%'; at++) {
                places.add(at + 1);
            }
        }
    }
}
