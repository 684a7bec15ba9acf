// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.command.Group;
import java.util.List;

public final class ModelGroup {
    private ModelGroup() {}

    public static Group group() {
        return new Group(
                "model",
                "Show and tag models: promoted files of runs, and what MLflow's clients register.",
                List.of(new ListCommand(), new ShowCommand(), new TagCommand()));
    }
}
