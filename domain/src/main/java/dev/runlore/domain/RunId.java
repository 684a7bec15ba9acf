// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.regex.Pattern;

/** Names one run in the workspace; case-sensitive. */
public record RunId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,255}");

    public RunId {
        if (!FORM.matcher(value).matches()) {
            throw RunloreException.invalid(
                    "run id must be 1-256 letters, digits, '_' or '-' and begin with a letter or digit but is '"
                            + Shown.text(value) + "'; use another id");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
