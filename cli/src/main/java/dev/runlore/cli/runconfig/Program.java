// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import dev.runlore.domain.ArtifactPath;
import java.util.List;
import java.util.Optional;

/** What is started: a script of the project, or a command. Never a text for a shell. */
record Program(Optional<ArtifactPath> script, List<String> command, List<String> arguments) {

    static Program script(ArtifactPath path, List<String> arguments) {
        return new Program(Optional.of(path), List.of(), arguments);
    }

    static Program command(List<String> words) {
        return new Program(Optional.empty(), words, List.of());
    }
}
