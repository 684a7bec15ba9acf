// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.cli.command.Group;
import java.util.List;

public final class AssetGroup {
    private AssetGroup() {}

    public static Group group() {
        return new Group("asset", "Use assets that were promoted.", List.of(new DownloadCommand()));
    }
}
