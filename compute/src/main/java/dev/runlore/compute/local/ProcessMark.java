// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.compute.local;

import dev.runlore.compute.Handle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process for good: its number may be another's later, but not with the same start.
 *
 * @param start when it started, as {@link ProcessTable} counts it
 */
record ProcessMark(long pid, long start) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,9}):([0-9]{1,18})");

    Handle handle() {
        return new Handle(pid + ":" + start);
    }

    /** The process that a handle names; empty when it is none of this kind. */
    static Optional<ProcessMark> of(Handle handle) {
        Matcher matcher = FORM.matcher(handle.text());
        return matcher.matches()
                ? Optional.of(new ProcessMark(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }
}
