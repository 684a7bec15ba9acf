// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.regex.Pattern;

/** Names one attempt to execute a run: a UUID in lower case. */
public record JobId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public JobId {
        if (!FORM.matcher(value).matches()) {
            throw RunloreException.invalid(
                    "job id must be a UUID in lower case but is '" + Shown.text(value) + "'; list the jobs");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
