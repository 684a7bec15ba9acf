// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.imports;

import dev.runlore.cli.command.Group;
import java.util.List;
import java.util.Optional;

public final class ImportGroup {
    private ImportGroup() {}

    public static Group group() {
        return new Group(
                "import",
                "Bring in runs of another history.",
                List.of(new AzMlCommand()),
                Optional.of(new ImportCommand()));
    }
}
