// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/** Another name of one version of a model, which moves from version to version. */
public record ModelAlias(String value) {
    private static final Pattern FORM = Pattern.compile("[\\w-]+");
    private static final Pattern NUMBER = Pattern.compile("v\\d+", Pattern.CASE_INSENSITIVE);

    public ModelAlias {
        Limits.requireName("alias of a model", value, Limits.ALIAS);
        if (!FORM.matcher(value).matches()) {
            throw refused(value, "must have letters, digits, '_' and '-' only");
        }
        if (value.toLowerCase(Locale.ROOT).equals("latest")
                || NUMBER.matcher(value).matches()) {
            throw refused(value, "must not be 'latest' nor look like a version's number");
        }
    }

    private static RunloreException refused(String value, String rule) {
        return RunloreException.invalid(
                "alias of a model " + rule + " but is '" + Shown.text(value) + "'; use another");
    }

    @Override
    public String toString() {
        return value;
    }
}
