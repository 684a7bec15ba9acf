// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.command.Invocation;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.OptionalLong;

/** The option {@code --version} of the verbs of models. */
final class VersionNumber {
    private VersionNumber() {}

    static OptionalLong of(Invocation invocation) {
        return invocation
                .option("--version")
                .map(text -> OptionalLong.of(number(text)))
                .orElse(OptionalLong.empty());
    }

    private static long number(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw RunloreException.invalid("--version must be a whole number from 1 but is '" + Shown.text(text)
                    + "'; 'runlore model show NAME' lists the versions");
        }
        return Long.parseLong(text);
    }
}
