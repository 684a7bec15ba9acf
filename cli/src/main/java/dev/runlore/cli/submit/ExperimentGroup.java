// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.submit;

import dev.runlore.cli.command.Group;
import java.util.List;

/** The verbs of {@code az ml experiment}. */
public final class ExperimentGroup {
    private ExperimentGroup() {}

    public static Group group() {
        return new Group(
                "experiment",
                "Run scripts of this folder, as 'az ml experiment' did.",
                List.of(new CancelRunCommand(), new CleanCommand(), new PrepareCommand(), new SubmitCommand()));
    }
}
