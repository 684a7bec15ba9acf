// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.Arrays;
import java.util.Locale;

/** What {@code -o} may name. */
public enum Format {
    JSON,
    JSONC,
    TABLE,
    TSV,
    YAML,
    YAMLC,
    NONE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Format parse(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> RunloreException.invalid("output format '" + Shown.text(word)
                        + "' is unknown; use one of "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Format::word).toList())));
    }
}
