// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;

/** What runs here, and what is said of the rest. */
final class Targets {
    static final String LOCAL = "local";

    private Targets() {}

    static RunloreException elsewhere(Section section, String key, String target, String why) {
        return RunloreException.invalid(section.file() + ": " + key + " is '" + Shown.text(target) + "', " + why
                + ", but what runs here is the target 'local', this machine without containers; submit with -c local, or set "
                + key + ": local");
    }

    static RunloreException noFramework(Section section, String key, String framework) {
        return RunloreException.invalid(section.file() + ": " + key + " is '" + Shown.text(framework)
                + "', but what runs here is one Python process; set " + key + ": Python");
    }
}
