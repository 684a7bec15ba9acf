// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import dev.runlore.domain.RunConfiguration;
import java.util.List;

/**
 * A run configuration with what was remarkable about its files.
 *
 * @param warnings sentences for the user
 */
public record ReadConfiguration(RunConfiguration configuration, List<String> warnings) {
    public ReadConfiguration {
        warnings = List.copyOf(warnings);
    }
}
