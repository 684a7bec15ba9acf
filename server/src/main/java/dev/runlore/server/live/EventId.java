// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.live;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names an event as {@code <boot>-<n>}: the number n of the server process that calls itself boot. */
record EventId(String boot, long number) {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{1,32})-([0-9]{1,18})");

    static Optional<EventId> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new EventId(form.group(1), Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return boot + "-" + number;
    }
}
