// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.regex.Pattern;

/** Id of a logged model: {@code m-} and 32 lower-case hexadecimal digits. */
public record LoggedModelId(String value) {
    private static final Pattern FORM = Pattern.compile("m-[0-9a-f]{32}");

    public LoggedModelId {
        if (!FORM.matcher(value).matches()) {
            throw RunloreException.invalid(
                    "id of a logged model must be m- and 32 lower-case hexadecimal digits but is '" + Shown.text(value)
                            + "'; use the id that the model was made with");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
