// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import java.util.List;
import java.util.Optional;

/** What was named at the submission itself; the arguments are the script's. */
public record Asked(Optional<String> script, List<String> arguments) {
    public static final Asked NOTHING = new Asked(Optional.empty(), List.of());

    public Asked {
        arguments = List.copyOf(arguments);
    }
}
